import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { transaction } from '#app/database'
import { contactOf, subjectOf } from './contact_finder.ts'
import { addTag, removeTag } from './tags.ts'
import { tagValidator } from './validators.ts'

export default class ContactTagsController {
  async store(ctx: HttpContext) {
    const contact = await contactOf(ctx)
    const { tag } = await ctx.request.validateUsing(tagValidator)
    await transaction(async (trx) => {
      if (await addTag(trx, contact.id, tag))
        await auditBy(ctx, { action: 'contact.tagged', subject: subjectOf(contact), after: { tag } }, trx)
    })
    return ctx.response.redirect().back()
  }

  async destroy(ctx: HttpContext) {
    const contact = await contactOf(ctx)
    const tag = String(ctx.params.tag)
    await transaction(async (trx) => {
      if (await removeTag(trx, contact.id, tag))
        await auditBy(ctx, { action: 'contact.untagged', subject: subjectOf(contact), before: { tag } }, trx)
    })
    return ctx.response.redirect().back()
  }
}
