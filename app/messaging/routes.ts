import router from '@adonisjs/core/services/router'
import { apiStack, middleware, workspaceStack } from '#start/kernel'

const ApiMessages = () => import('./api_messages_controller.ts')
const MessageCancellations = () => import('./message_cancellations_controller.ts')
const Messages = () => import('./messages_controller.ts')

const can = middleware.can

router
  .group(() => {
    router.get('/messages', [Messages, 'index']).as('messages.index').use(can('messages.view'))
    router.get('/messages/:id', [Messages, 'show']).as('messages.show').use(can('messages.view'))
    router
      .post('/messages/:id/cancellation', [MessageCancellations, 'store'])
      .as('messages.cancellation')
      .use(can('messages.send'))
  })
  .prefix('/w/:workspace')
  .use(workspaceStack())

router
  .group(() => {
    router.post('/messages', [ApiMessages, 'store']).as('api.messages.store').use(can('messages.send'))
    router.get('/messages/:id', [ApiMessages, 'show']).as('api.messages.show').use(can('messages.view'))
  })
  .prefix('/api/v1')
  .use(apiStack())
