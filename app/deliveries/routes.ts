import router from '@adonisjs/core/services/router'
import { apiStack, middleware, workspaceStack } from '#start/kernel'

const ApiDeliveries = () => import('./api_deliveries_controller.ts')
const BodyMappings = () => import('./body_mappings_controller.ts')
const ConnectionPages = () => import('./connection_pages_controller.ts')
const Deliveries = () => import('./deliveries_controller.ts')
const Intake = () => import('./intake_controller.ts')
const Replays = () => import('./delivery_replays_controller.ts')
const WorkspaceDeliveries = () => import('./workspace_deliveries_controller.ts')

const can = middleware.can

// Nothing but the controller: no session, no body parser, no CSRF.
router.route('/in/:token', ['GET', 'POST'], [Intake, 'store']).as('intake.store')

router
  .group(() => {
    router
      .get('/connections/:id/mapping', [BodyMappings, 'show'])
      .as('connections.mapping.show')
      .use(can('connections.manage'))
    router
      .post('/connections/:id/mapping/previews', [BodyMappings, 'preview'])
      .as('connections.mapping.preview')
      .use(can('connections.manage'))
    router.get('/connections/:id', [ConnectionPages, 'show']).as('connections.show').use(can('connections.view'))
    router
      .get('/connections/:connection_id/deliveries/:id', [Deliveries, 'show'])
      .as('deliveries.show')
      .use(can('deliveries.view'))
    router
      .post('/connections/:connection_id/deliveries/:id/body', [Deliveries, 'reveal'])
      .as('deliveries.reveal')
      .use(can('deliveries.view'))
    router
      .post('/deliveries/:id/replays', [Replays, 'store'])
      .as('deliveries.replays.store')
      .use(can('deliveries.replay'))
    router
      .get('/developers/deliveries', [WorkspaceDeliveries, 'index'])
      .as('developers.deliveries')
      .use(can('deliveries.view'))
    router
      .get('/developers/deliveries/:id', [WorkspaceDeliveries, 'show'])
      .as('developers.deliveries.show')
      .use(can('deliveries.view'))
  })
  .prefix('/w/:workspace')
  .use(workspaceStack())

router
  .group(() => {
    router
      .get('/connections/:id/deliveries', [ApiDeliveries, 'index'])
      .as('api.deliveries.index')
      .use(can('deliveries.view'))
    router.get('/deliveries/:id', [ApiDeliveries, 'show']).as('api.deliveries.show').use(can('deliveries.view'))
    router
      .post('/deliveries/:id/replays', [ApiDeliveries, 'replay'])
      .as('api.deliveries.replays.store')
      .use(can('deliveries.replay'))
  })
  .prefix('/api/v1')
  .use(apiStack())
