import router from '@adonisjs/core/services/router'
import { middleware, workspaceStack } from '#start/kernel'

const Drafts = () => import('./pipeline_drafts_controller.ts')
const Pipelines = () => import('./pipelines_controller.ts')

const can = middleware.can

router
  .group(() => {
    router.get('/pipelines', [Pipelines, 'index']).as('pipelines.index').use(can('pipelines.view'))
    router.get('/pipelines/new', [Pipelines, 'create']).as('pipelines.create').use(can('pipelines.edit'))
    router.post('/pipelines', [Pipelines, 'store']).as('pipelines.store').use(can('pipelines.edit'))
    router.delete('/pipelines/:id', [Pipelines, 'destroy']).as('pipelines.destroy').use(can('pipelines.edit'))
    router.get('/pipelines/:id/draft', [Drafts, 'edit']).as('pipelines.draft.edit').use(can('pipelines.edit'))
    router.put('/pipelines/:id/draft', [Drafts, 'update']).as('pipelines.draft.update').use(can('pipelines.edit'))
  })
  .prefix('/w/:workspace')
  .use(workspaceStack())
