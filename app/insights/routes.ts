import router from '@adonisjs/core/services/router'
import { middleware, workspaceStack } from '#start/kernel'

const Homes = () => import('./homes_controller.ts')
const StartConnections = () => import('./start_connections_controller.ts')
const StartHappenings = () => import('./start_happenings_controller.ts')
const StartPipelines = () => import('./start_pipelines_controller.ts')
const Starts = () => import('./starts_controller.ts')

router
  .group(() => {
    router.get('/', [Homes, 'show']).as('insights.home').use(middleware.can('workspace.view'))
    router.get('/start', [Starts, 'show']).as('start').use(middleware.can('connections.manage'))
    router.post('/start/connections', [StartConnections, 'store']).as('start.connections').use(middleware.can('connections.manage'))
    router.post('/start/pipelines', [StartPipelines, 'store']).as('start.pipelines').use(middleware.can('pipelines.edit'))
    router.post('/start/happenings', [StartHappenings, 'store']).as('start.happenings').use(middleware.can('sandbox.use'))
  })
  .prefix('/w/:workspace')
  .use(workspaceStack())
