import router from '@adonisjs/core/services/router'
import { apiStack, middleware, signedInStack, workspaceStack } from '#start/kernel'

const ApiConnections = () => import('./api_connections_controller.ts')
const Apps = () => import('./apps_controller.ts')
const Checks = () => import('./connection_checks_controller.ts')
const Connections = () => import('./connections_controller.ts')
const EndpointSecrets = () => import('./endpoint_secrets_controller.ts')
const KeyCallbacks = () => import('./key_callbacks_controller.ts')
const KeyExchanges = () => import('./key_exchanges_controller.ts')
const OauthReturns = () => import('./oauth_returns_controller.ts')
const OauthSignIns = () => import('./oauth_sign_ins_controller.ts')
const Pauses = () => import('./connection_pauses_controller.ts')

const can = middleware.can

// The vendor's server posts the keys here, so there is no session; the state in the body is the proof.
router.post('/keys/callback/:connector', [KeyCallbacks, 'store']).as('keys.callback').use(middleware.bodyParser())
router.get('/keys/:id', [KeyExchanges, 'show']).as('keys.show').use(signedInStack())

// The state says which workspace it is about, and whether this person may connect anything there.
router.get('/oauth/callback', [OauthReturns, 'show']).as('oauth.callback').use(signedInStack())

router
  .group(() => {
    router.get('/connections', [Connections, 'index']).as('connections.index').use(can('connections.view'))
    router.get('/connections/new', [Connections, 'create']).as('connections.create').use(can('connections.manage'))
    router.post('/connections', [Connections, 'store']).as('connections.store').use(can('connections.manage'))
    router
      .post('/connections/sign-ins', [OauthSignIns, 'store'])
      .as('connections.sign_ins.store')
      .use(can('connections.manage'))
    router
      .post('/connections/key-exchanges', [KeyExchanges, 'store'])
      .as('connections.key_exchanges.store')
      .use(can('connections.manage'))
    router
      .delete('/connections/apps/:id', [Apps, 'destroy'])
      .as('connections.apps.destroy')
      .use(can('connections.manage'))
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
  })
  .prefix('/api/v1')
  .use(apiStack())
