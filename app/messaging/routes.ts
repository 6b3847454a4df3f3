import router from '@adonisjs/core/services/router'
import { middleware, workspaceStack } from '#start/kernel'

const MessageCancellations = () => import('./message_cancellations_controller.ts')
const Messages = () => import('./messages_controller.ts')
const ShortLinks = () => import('./short_links_controller.ts')
const TemplatePreviews = () => import('./template_previews_controller.ts')
const Templates = () => import('./templates_controller.ts')
const TemplateSubmissions = () => import('./template_submissions_controller.ts')

const can = middleware.can

// No session and no CSRF: it is opened from phones, by people who are no users of the console.
router
  .get('/l/:code', [ShortLinks, 'show'])
  .as('short_links.show')
  .where('code', /^[0-9A-Za-z]{6,16}$/)

router
  .group(() => {
    router.get('/messages', [Messages, 'index']).as('messages.index').use(can('messages.view'))
    router.get('/messages/:id', [Messages, 'show']).as('messages.show').use(can('messages.view'))
    router
      .post('/messages/:id/cancellation', [MessageCancellations, 'store'])
      .as('messages.cancellation')
      .use(can('messages.send'))

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
