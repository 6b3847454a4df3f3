import router from '@adonisjs/core/services/router'
import transmit from '@adonisjs/transmit/services/main'
import { accessOf } from '#app/accounts/access'
import { Workspace } from '#app/accounts/workspace'
import { apiStack, middleware, workspaceStack } from '#start/kernel'

const ApiRuns = () => import('./api_runs_controller.ts')
const PipelinePages = () => import('./pipeline_pages_controller.ts')
const RunActions = () => import('./run_actions_controller.ts')
const Runs = () => import('./runs_controller.ts')
const States = () => import('./pipeline_states_controller.ts')

const can = middleware.can

router
  .group(() => {
    router.get('/pipelines/:id', [PipelinePages, 'show']).as('pipelines.show').use(can('pipelines.view'))
    router
      .post('/pipelines/:id/versions', [States, 'publish'])
      .as('pipelines.versions.store')
      .use(can('pipelines.edit'))
    router.post('/pipelines/:id/pause', [States, 'pause']).as('pipelines.pause.store').use(can('pipelines.edit'))
    router.delete('/pipelines/:id/pause', [States, 'resume']).as('pipelines.pause.destroy').use(can('pipelines.edit'))
    router.post('/pipelines/:id/stop', [States, 'stop']).as('pipelines.stop.store').use(can('pipelines.edit'))

    router.get('/runs', [Runs, 'index']).as('runs.index').use(can('pipelines.view'))
    router.get('/runs/:id', [Runs, 'show']).as('runs.show').use(can('pipelines.view'))
    router.delete('/runs/:id', [Runs, 'destroy']).as('runs.destroy').use(can('runs.operate'))
    router.post('/runs/:id/pause', [RunActions, 'pause']).as('runs.pause.store').use(can('runs.operate'))
    router.delete('/runs/:id/pause', [RunActions, 'resume']).as('runs.pause.destroy').use(can('runs.operate'))
    router.post('/runs/:id/retries', [RunActions, 'retry']).as('runs.retries.store').use(can('runs.operate'))
    router.post('/runs/:id/replays', [RunActions, 'replay']).as('runs.replays.store').use(can('runs.operate'))
    router
      .post('/runs/:id/continuation', [RunActions, 'continue'])
      .as('runs.continuation.store')
      .use(can('runs.operate'))
  })
  .prefix('/w/:workspace')
  .use(workspaceStack())

router
  .group(() => {
    router.get('/pipelines', [ApiRuns, 'pipelines']).as('api.pipelines.index').use(can('pipelines.view'))
    router.post('/pipelines/:id/runs', [ApiRuns, 'store']).as('api.runs.store').use(can('runs.operate'))
    router.get('/runs/:id', [ApiRuns, 'show']).as('api.runs.show').use(can('pipelines.view'))
  })
  .prefix('/api/v1')
  .use(apiStack())

transmit.authorize<{ workspace: string }>('workspaces/:workspace/activity', async ({ auth }, { workspace: id }) => {
  const workspace = await Workspace.find(id)
  const access = workspace && auth.user ? await accessOf(auth.user.id, workspace) : null
  return access?.may('workspace.view') ?? false
})
