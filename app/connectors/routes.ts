import router from '@adonisjs/core/services/router'
import { apiStack, middleware, workspaceStack } from '#start/kernel'

const ApiConnections = () => import('./api_connections_controller.ts')
const ApiDeliveries = () => import('./api_deliveries_controller.ts')
const Checks = () => import('./connection_checks_controller.ts')
const Connections = () => import('./connections_controller.ts')
const Deliveries = () => import('./deliveries_controller.ts')
const EndpointSecrets = () => import('./endpoint_secrets_controller.ts')
const Intake = () => import('./intake_controller.ts')
const Pauses = () => import('./connection_pauses_controller.ts')
const Replays = () => import('./delivery_replays_controller.ts')
const WorkspaceDeliveries = () => import('./workspace_deliveries_controller.ts')

const can = middleware.can

// Nothing but the controller: no session, no body parser, no CSRF.
router.route('/in/:token', ['GET', 'POST'], [Intake, 'store']).as('intake.store')

router
  .group(() => {
    router.get('/connections', [Connections, 'index']).as('connections.index').use(can('connections.view'))
    router.get('/connections/new', [Connections, 'create']).as('connections.create').use(can('connections.manage'))
    router.post('/connections', [Connections, 'store']).as('connections.store').use(can('connections.manage'))
    router.get('/connections/:id', [Connections, 'show']).as('connections.show').use(can('connections.view'))
    router.put('/connections/:id', [Connections, 'update']).as('connections.update').use(can('connections.manage'))
    router.delete('/connections/:id', [Connections, 'destroy']).as('connections.destroy').use(can('connections.manage'))
    router
      .post('/connections/:id/checks', [Checks, 'store'])
      .as('connections.checks.store')
      .use(can('connections.manage'))
    router
      .post('/connections/:id/pause', [Pauses, 'store'])
      .as('connections.pause.store')
      .use(can('connections.manage'))
    router
      .delete('/connections/:id/pause', [Pauses, 'destroy'])
      .as('connections.pause.destroy')
      .use(can('connections.manage'))
    router
      .post('/connections/:id/secret', [EndpointSecrets, 'store'])
      .as('connections.secret.store')
      .use(can('connections.manage'))
    router
      .put('/connections/:id/secret', [EndpointSecrets, 'update'])
      .as('connections.secret.update')
      .use(can('connections.manage'))
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
    router.get('/connectors', [ApiConnections, 'connectors']).as('api.connectors.index').use(can('connections.view'))
    router.get('/connections', [ApiConnections, 'index']).as('api.connections.index').use(can('connections.view'))
    router.post('/connections', [ApiConnections, 'store']).as('api.connections.store').use(can('connections.manage'))
    router.get('/connections/:id', [ApiConnections, 'show']).as('api.connections.show').use(can('connections.view'))
    router
      .put('/connections/:id', [ApiConnections, 'update'])
      .as('api.connections.update')
      .use(can('connections.manage'))
    router
      .delete('/connections/:id', [ApiConnections, 'destroy'])
      .as('api.connections.destroy')
      .use(can('connections.manage'))
    router
      .post('/connections/:id/checks', [ApiConnections, 'check'])
      .as('api.connections.checks.store')
      .use(can('connections.manage'))
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
