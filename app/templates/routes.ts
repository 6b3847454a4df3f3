import router from '@adonisjs/core/services/router'
import { middleware, workspaceStack } from '#start/kernel'

const TemplatePreviews = () => import('./template_previews_controller.ts')
const Templates = () => import('./templates_controller.ts')
const TemplateSubmissions = () => import('./template_submissions_controller.ts')

const can = middleware.can

router
  .group(() => {
    router.get('/templates', [Templates, 'index']).as('templates.index').use(can('templates.view'))
    router.get('/templates/new', [Templates, 'create']).as('templates.create').use(can('templates.edit'))
    router.post('/templates', [Templates, 'store']).as('templates.store').use(can('templates.edit'))
    router.post('/templates/previews', [TemplatePreviews, 'store']).as('templates.previews').use(can('templates.view'))
    router.get('/templates/:id', [Templates, 'show']).as('templates.show').use(can('templates.view'))
    router.put('/templates/:id', [Templates, 'update']).as('templates.update').use(can('templates.edit'))
    router.delete('/templates/:id', [Templates, 'destroy']).as('templates.destroy').use(can('templates.edit'))
    router
      .post('/templates/:id/submissions', [TemplateSubmissions, 'store'])
      .as('templates.submissions')
      .use(can('templates.edit'))
  })
  .prefix('/w/:workspace')
  .use(workspaceStack())
