import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { auditBy } from '#app/accounts/audit'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { clock, DAY } from '#app/clock'
import { connectors } from '#app/connectors/registry'
import { listContacts } from '#app/contacts/contact_list'
import { transaction } from '#app/database'
import { chainOf } from '#app/http/chains'
import { naturalKey } from '#app/ids'
import { paymentDetails, relayOf } from './details.ts'
import { listPayments } from './lists.ts'
import { typedMoney } from './money.ts'
import { refuseRequest } from './refusing.ts'
import { requestPayment } from './requesting.ts'
import { filterValidator, requestValidator } from './validators.ts'
import { paymentConnections } from './vendors.ts'

export default class PaymentsController {
  async index({ inertia, request, workspace }: HttpContext) {
    const filter = await filterValidator.validate(request.qs())
    const client = db.connection()
    const [list, vendors] = [
      await listPayments(client, workspace.id, filter),
      await paymentConnections(client, workspace.id),
    ]
    return inertia.render('commerce/payments/index', {
      ...list,
      filter,
      vendors: vendors.map(({ id, name, connector }) => {
        const { name: vendor, payments } = connectors.getOrFail(connector)
        return { id, name, vendor, currencies: payments?.currencies ? [...payments.currencies] : null }
      }),
      currency: workspace.currency,
      currencies: Intl.supportedValuesOf('currency'),
      people: await people(workspace.id, filter),
    })
  }

  async show(ctx: HttpContext) {
    const { inertia, workspace, params } = ctx
    const payment = await paymentDetails(db.connection(), workspace.id, String(params.id))
    if (!payment) throw new E_NOT_FOUND()
    const seed = relayOf(payment)
    return inertia.render('commerce/payments/show', { payment, chain: seed && (await chainOf(ctx, seed)) })
  }

  async store(ctx: HttpContext) {
    const { request, response, workspace, access } = ctx
    const form = await request.validateUsing(requestValidator)
    const amount = typedMoney(form.amount, form.currency)
    if (!amount) return refuseRequest(ctx, { field: 'amount', code: 'amount_unreadable' })
    const requested = await transaction(async (trx) => {
      const outcome = await requestPayment(trx, {
        workspaceId: workspace.id,
        naturalKey: naturalKey('console', form.key),
        source: 'console',
        actor: access.actor,
        amount,
        title: form.title,
        connectionId: form.connection ?? null,
        contactId: form.contact ?? null,
        orderId: form.order ?? null,
        expiresAt: form.days ? clock.now() + form.days * DAY : null,
      })
      if (outcome.ok && outcome.isNew)
        await auditBy(
          ctx,
          {
            action: 'payment.requested',
            subject: { kind: 'payment', id: outcome.payment.id },
            after: { ...amount, title: form.title },
          },
          trx
        )
      return outcome
    })
    if (!requested.ok) return refuseRequest(ctx, requested)
    return response.redirect().toPath(`/w/${workspace.id}/commerce/payments/${requested.payment.id}`)
  }
}

/** Whom the form offers: those who fit what is typed, with the one already chosen. */
async function people(workspaceId: string, { who, ask }: { who?: string; ask?: string }) {
  const { contacts } = await listContacts(db.connection(), workspaceId, { q: who ?? '' }, 8)
  const found = contacts.map(({ id, name, phone, email }) => ({ id, name: name ?? phone ?? email ?? id, phone }))
  if (!ask || found.some(({ id }) => id === ask)) return found
  const row = await db.from('contacts').where({ workspace_id: workspaceId, id: ask }).first()
  if (!row) return found
  const name = [row.first_name, row.last_name].filter(Boolean).join(' ') || row.phone || row.email || row.id
  return [{ id: String(row.id), name: String(name), phone: row.phone as string | null }, ...found]
}
