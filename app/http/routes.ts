import app from '@adonisjs/core/services/app'
import transmit from '@adonisjs/transmit/services/main'
import router from '@adonisjs/core/services/router'
import { middleware, signedInStack, workspaceStack } from '#start/kernel'

const HealthController = () => import('#app/http/health_controller')
const SearchController = () => import('#app/http/search_controller')

router.get('/health', [HealthController, 'live']).as('health.live')
router.get('/health/ready', [HealthController, 'ready']).as('health.ready')

for (const path of ['/assets/*', '/favicon.svg', '/favicon.ico', '/robots.txt']) {
  router.get(path, ({ response }) => response.notFound()).use(middleware.static())
}

if (!app.inProduction) {
  router
    .get('/w/:workspace/dev/gallery', ({ inertia, request }) =>
      inertia.render('dev/gallery', { view: String(request.qs().view ?? 'run') })
    )
    .use(workspaceStack())
    .use(middleware.can('workspace.view'))
}

router
  .get('/w/:workspace/search', [SearchController, 'index'])
  .use(workspaceStack())
  .use(middleware.can('workspace.view'))

transmit.registerRoutes((route) => {
  route.use(signedInStack())
})
