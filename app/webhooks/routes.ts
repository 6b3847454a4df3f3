import router from '@adonisjs/core/services/router'
import { apiStack, middleware, workspaceStack } from '#start/kernel'

const Actions = () => import('./webhook_actions_controller.ts')
const ApiEvents = () => import('./api_events_controller.ts')
const ApiHooks = () => import('./api_hooks_controller.ts')
const Webhooks = () => import('./webhooks_controller.ts')

const can = middleware.can

router
  .group(() => {
    router.get('/', [Webhooks, 'index']).as('webhooks.index').use(can('webhooks.view'))
    router.get('/new', [Webhooks, 'create']).as('webhooks.create').use(can('webhooks.manage'))
    router.post('/', [Webhooks, 'store']).as('webhooks.store').use(can('webhooks.manage'))
    router.get('/:id', [Webhooks, 'show']).as('webhooks.show').use(can('webhooks.view'))
    router.get('/:id/edit', [Webhooks, 'edit']).as('webhooks.edit').use(can('webhooks.manage'))
    router.put('/:id', [Webhooks, 'update']).as('webhooks.update').use(can('webhooks.manage'))
    router.delete('/:id', [Webhooks, 'destroy']).as('webhooks.destroy').use(can('webhooks.manage'))
    router.post('/:id/pause', [Actions, 'pause']).as('webhooks.pause.store').use(can('webhooks.manage'))
    router.delete('/:id/pause', [Actions, 'resume']).as('webhooks.pause.destroy').use(can('webhooks.manage'))
    router.post('/:id/secrets', [Actions, 'rotate']).as('webhooks.secrets.store').use(can('webhooks.manage'))
    router.post('/:id/tests', [Actions, 'test']).as('webhooks.tests.store').use(can('webhooks.manage'))
    router.post('/:id/redeliveries', [Actions, 'allAgain']).as('webhooks.redeliveries').use(can('webhooks.manage'))
    router
      .post('/:id/dispatches/:dispatch/redeliveries', [Actions, 'again'])
      .as('webhooks.dispatches.redeliveries')
      .use(can('webhooks.manage'))
  })
  .prefix('/w/:workspace/developers/webhooks')
  .use(workspaceStack())

router
  .group(() => {
    router.get('/hooks', [ApiHooks, 'index']).as('api.hooks.index').use(can('webhooks.view'))
    router.post('/hooks', [ApiHooks, 'store']).as('api.hooks.store').use(can('webhooks.manage'))
    router.get('/hooks/:id', [ApiHooks, 'show']).as('api.hooks.show').use(can('webhooks.view'))
    router.delete('/hooks/:id', [ApiHooks, 'destroy']).as('api.hooks.destroy').use(can('webhooks.manage'))
    router.get('/events/sample', [ApiEvents, 'sample']).as('api.events.sample').use(can('events.view'))
    router.get('/events/:id', [ApiEvents, 'show']).as('api.events.show').use(can('events.view'))
  })
  .prefix('/api/v1')
  .use(apiStack())
