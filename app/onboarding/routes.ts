import router from '@adonisjs/core/services/router'
import { middleware, workspaceStack } from '#start/kernel'

const Connections = () => import('./connections_controller.ts')
const Happenings = () => import('./happenings_controller.ts')
const Pipelines = () => import('./pipelines_controller.ts')
const Starts = () => import('./starts_controller.ts')

const can = middleware.can

router
  .group(() => {
    router.get('/start', [Starts, 'show']).as('start').use(can('connections.manage'))
    router.post('/start/connections', [Connections, 'store']).as('start.connections').use(can('connections.manage'))
    router.post('/start/pipelines', [Pipelines, 'store']).as('start.pipelines').use(can('pipelines.edit'))
    router.post('/start/happenings', [Happenings, 'store']).as('start.happenings').use(can('sandbox.use'))
  })
  .prefix('/w/:workspace')
  .use(workspaceStack())
