import app from '@adonisjs/core/services/app'
import router from '@adonisjs/core/services/router'
import server from '@adonisjs/core/services/server'

server.errorHandler(() => import('#app/http/exception_handler'))

// Intake and the API must stay lean (a session costs more than half of the request rate), so nothing else is
// global. Vite serves its modules under no route of ours, and only while developing and testing.
server.use([
  () => import('#middleware/container_bindings_middleware'),
  ...(app.inProduction ? [] : [() => import('@adonisjs/vite/vite_middleware')]),
])

export const middleware = router.named({
  static: () => import('@adonisjs/static/static_middleware'),
  cors: () => import('@adonisjs/cors/cors_middleware'),
  bodyParser: () => import('@adonisjs/core/bodyparser_middleware'),
  session: () => import('@adonisjs/session/session_middleware'),
  shield: () => import('@adonisjs/shield/shield_middleware'),
  initializeAuth: () => import('@adonisjs/auth/initialize_auth_middleware'),
  silentAuth: () => import('#middleware/silent_auth_middleware'),
  auth: () => import('#middleware/auth_middleware'),
  guest: () => import('#middleware/guest_middleware'),
  locale: () => import('#middleware/locale_middleware'),
  inertia: () => import('#middleware/inertia_middleware'),
  forceJson: () => import('#middleware/force_json_middleware'),
  workspace: () => import('#middleware/workspace_middleware'),
  apiToken: () => import('#middleware/api_token_middleware'),
  idempotency: () => import('#middleware/idempotency_middleware'),
  can: () => import('#middleware/permission_middleware'),
})

/** What every console page needs, signed in or not: `router.group(…).use(consoleStack())`. */
export const consoleStack = () => [
  middleware.bodyParser(),
  middleware.session(),
  middleware.shield(),
  middleware.initializeAuth(),
  middleware.silentAuth(),
  middleware.locale(),
  middleware.inertia(),
]

/** A console page for a signed-in user. */
export const signedInStack = () => [...consoleStack(), middleware.auth()]

/**
 * A console page of one workspace: `router.group(…).prefix('/w/:workspace').use(workspaceStack())`. Each route in it
 * then names what it takes: `.use(middleware.can('contacts.view'))`; a test walks all routes and fails without.
 */
export const workspaceStack = () => [...signedInStack(), middleware.workspace()]

/** The REST API: no session, no CSRF, always JSON. The token names the workspace; `can` asks its scopes. */
export const apiStack = () => [
  middleware.forceJson(),
  middleware.apiToken(),
  middleware.bodyParser(),
  middleware.idempotency(),
]
