import router from '@adonisjs/core/services/router'
import { middleware, workspaceStack } from '#start/kernel'

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
