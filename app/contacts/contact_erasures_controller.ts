import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { transaction } from '#app/database'
import { contactOf, subjectOf } from './contact_finder.ts'
import { eraseContact } from './erasure.ts'

export default class ContactErasuresController {
  async store(ctx: HttpContext) {
    const contact = await contactOf(ctx)
    await transaction(async (trx) => {
      if (await eraseContact(trx, ctx.workspace.id, contact.id))
        await auditBy(ctx, { action: 'contact.erased', subject: subjectOf(contact) }, trx)
    })
    ctx.session.flash('success', ctx.i18n.t('contacts.erased'))
    return ctx.response.redirect(`/w/${ctx.workspace.id}/contacts`)
  }
}
