import router from '@adonisjs/core/services/router'
import { apiStack, consoleStack, middleware, signedInStack, workspaceStack } from '#start/kernel'

const ApiMe = () => import('./api_me_controller.ts')
const ApiTokens = () => import('./api_tokens_controller.ts')
const AuditEntries = () => import('./audit_entries_controller.ts')
const Invitations = () => import('./invitations_controller.ts')
const Members = () => import('./members_controller.ts')
const Profiles = () => import('./profiles_controller.ts')
const Sessions = () => import('./sessions_controller.ts')
const Settings = () => import('./settings_controller.ts')
const Setups = () => import('./setups_controller.ts')
const Workspaces = () => import('./workspaces_controller.ts')

router
  .group(() => {
    router.get('/', [Workspaces, 'home']).as('home')
    router.get('/setup', [Setups, 'create']).as('setup')
    router.post('/setup', [Setups, 'store'])
    router.get('/sign-in', [Sessions, 'create']).as('sign_in').use(middleware.guest())
    router.post('/sign-in', [Sessions, 'store']).use(middleware.guest())
    router.get('/invitations/:token', [Invitations, 'show']).as('invitations.show')
    router.post('/invitations/:token', [Invitations, 'accept'])
  })
  .use(consoleStack())

router
  .group(() => {
    router.post('/sign-out', [Sessions, 'destroy']).as('sign_out')
    router.get('/account', [Profiles, 'show']).as('account')
    router.put('/account', [Profiles, 'update'])
    router.put('/account/password', [Profiles, 'password'])
    router.get('/workspaces', [Workspaces, 'index']).as('workspaces')
    router.post('/workspaces', [Workspaces, 'store'])
  })
  .use(signedInStack())

router
  .group(() => {
    router.get('/settings', [Settings, 'show']).as('settings').use(middleware.can('settings.view'))
    router.put('/settings', [Settings, 'update']).use(middleware.can('settings.manage'))
    router.put('/settings/state', [Settings, 'state']).use(middleware.can('workspace.manage'))
    router.get('/settings/sending', [Settings, 'sending']).as('settings.sending').use(middleware.can('settings.view'))
    router.put('/settings/sending', [Settings, 'updateSending']).use(middleware.can('settings.manage'))
    router.get('/settings/members', [Members, 'index']).as('settings.members').use(middleware.can('members.view'))
    router.put('/settings/members/:id', [Members, 'update']).use(middleware.can('members.manage'))
    router.delete('/settings/members/:id', [Members, 'destroy']).use(middleware.can('members.manage'))
    router.post('/settings/invitations', [Invitations, 'store']).use(middleware.can('members.manage'))
    router.delete('/settings/invitations/:id', [Invitations, 'destroy']).use(middleware.can('members.manage'))
    router.get('/settings/audit', [AuditEntries, 'index']).as('settings.audit').use(middleware.can('audit.view'))
    router.get('/developers/tokens', [ApiTokens, 'index']).as('developers.tokens').use(middleware.can('tokens.manage'))
    router.post('/developers/tokens', [ApiTokens, 'store']).use(middleware.can('tokens.manage'))
    router.delete('/developers/tokens/:id', [ApiTokens, 'destroy']).use(middleware.can('tokens.manage'))
  })
  .prefix('/w/:workspace')
  .use(workspaceStack())

// Whatever a token may do, it may know whose it is.
router
  .group(() => {
    router.get('/me', [ApiMe, 'show']).as('api.me')
  })
  .prefix('/api/v1')
  .use(apiStack())
