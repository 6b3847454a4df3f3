import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { auditBy } from '#app/accounts/audit'
import { contactOf, subjectOf } from './contact_finder.ts'
import { exportContact } from './erasure.ts'

export default class ContactExportsController {
  /** All that is kept about one person, as a file in an open format. */
  async show(ctx: HttpContext) {
    const contact = await contactOf(ctx)
    const data = await exportContact(db.connection(), ctx.workspace.id, contact.id)
    await auditBy(ctx, { action: 'contact.exported', subject: subjectOf(contact) })
    ctx.response.header('content-disposition', `attachment; filename="${contact.id}.json"`)
    ctx.response.header('content-type', 'application/json; charset=utf-8')
    return ctx.response.send(JSON.stringify(data, null, 2))
  }
}
