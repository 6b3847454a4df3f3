import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { auditBy } from '#app/accounts/audit'
import { resubmit, submitDraft } from './submission.ts'
import { templateDetail } from './template_detail.ts'
import { templateOf } from './template_finder.ts'

export default class TemplateSubmissionsController {
  async store(ctx: HttpContext) {
    const { response, session, workspace, i18n } = ctx
    const template = await templateOf(ctx)
    const { problems, draft, version } = await templateDetail(db.connection(), workspace, template)
    if (problems.length > 0) {
      session.flash('error', i18n.t('templates.not_submitted', { count: problems.length }))
      return response.redirect().back()
    }
    await (draft ? submitDraft(template) : resubmit(template))
    await auditBy(ctx, {
      action: 'template.submitted',
      subject: { kind: 'template', id: template.id },
      after: { version },
    })
    return response.redirect().back()
  }
}
