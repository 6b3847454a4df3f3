import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { clock } from '#app/clock'
import { insertNew, transaction } from '#app/database'
import { newId } from '#app/ids'
import { contactOf, subjectOf } from './contact_finder.ts'
import { refuseField } from './field_errors.ts'
import { handlesOf } from './handles.ts'
import { searchText } from './search.ts'
import { identityValidator } from './validators.ts'

export default class ContactIdentitiesController {
  async store(ctx: HttpContext) {
    const { request, workspace, response } = ctx
    const contact = await contactOf(ctx)
    const identity = await request.validateUsing(identityValidator)
    const [handle] = handlesOf(
      { identities: [identity] },
      { account: null, country: contact.country ?? workspace.country }
    ).handles
    if (!handle)
      return refuseField(ctx, 'value', identity.kind === 'phone' ? 'phone_unparseable' : 'identity_unreadable')

    const added = await transaction(async (trx) => {
      const row = {
        id: newId('identity'),
        workspace_id: workspace.id,
        contact_id: contact.id,
        natural_key: handle.key,
        kind: handle.kind,
        issuer: handle.issuer,
        value: handle.value,
        source: 'console',
        created_at: clock.now(),
      }
      const [inserted] = await insertNew(trx, 'contact_identities', [row])
      if (!inserted) return false
      if (handle.kind === 'phone') contact.phone ??= handle.value
      if (handle.kind === 'email') contact.email ??= handle.value
      const { firstName: first_name, lastName: last_name, company, phone, email } = contact
      await trx
        .from('contacts')
        .where('id', contact.id)
        .update({
          phone,
          email,
          search: searchText({ first_name, last_name, company, phone, email }),
          updated_at: clock.now(),
        })
      await auditBy(
        ctx,
        { action: 'contact.identity_added', subject: subjectOf(contact), after: { kind: handle.kind } },
        trx
      )
      return true
    })
    if (!added) return refuseField(ctx, 'value', 'identity_taken')
    return response.redirect().back()
  }
}
