import { randomUUID } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { auditBy } from '#app/accounts/audit'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { transaction } from '#app/database'
import { naturalKey } from '#app/ids'
import { paymentDetails } from './details.ts'
import { cancelPayment } from './ending.ts'
import { listPayments } from './lists.ts'
import { conflict, paymentOf, refuseRequest } from './refusing.ts'
import { requestRefund } from './refunds.ts'
import { requestPayment } from './requesting.ts'
import { apiRefundValidator, apiRequestValidator, filterValidator } from './validators.ts'

/** Payment links for scripts; amounts in minor units. */
export default class ApiPaymentsController {
  async index({ workspace, request }: HttpContext) {
    const filter = await filterValidator.validate(request.qs())
    const { payments, older } = await listPayments(db.connection(), workspace.id, filter)
    return { data: payments, next: older }
  }

  async show({ workspace, params }: HttpContext) {
    const payment = await paymentDetails(db.connection(), workspace.id, String(params.id))
    if (!payment) throw new E_NOT_FOUND()
    return { data: payment }
  }

  /** 201 when the link is new, 200 when the same key had asked for it before. */
  async store(ctx: HttpContext) {
    const { request, response, workspace, access } = ctx
    const body = await request.validateUsing(apiRequestValidator)
    const requested = await transaction(async (trx) => {
      const outcome = await requestPayment(trx, {
        workspaceId: workspace.id,
        naturalKey: naturalKey('api', keyOf(ctx)),
        source: 'api',
        actor: access.actor,
        amount: { amount: body.amount, currency: body.currency },
        title: body.title,
        connectionId: body.connection_id ?? null,
        contactId: body.contact_id ?? null,
        orderId: body.order_id ?? null,
        messageId: body.message_id ?? null,
        expiresAt: body.expires_at ?? null,
      })
      if (outcome.ok && outcome.isNew) {
        const { id, amount, currency, title } = outcome.payment
        const after = { amount, currency, title }
        await auditBy(ctx, { action: 'payment.requested', subject: { kind: 'payment', id }, after }, trx)
      }
      return outcome
    })
    if (!requested.ok) return refuseRequest(ctx, requested)
    const data = await paymentDetails(db.connection(), workspace.id, requested.payment.id)
    return response.status(requested.isNew ? 201 : 200).send({ data })
  }

  async refund(ctx: HttpContext) {
    const { request, response, access } = ctx
    const payment = await paymentOf(ctx)
    const { amount = null } = await request.validateUsing(apiRefundValidator)
    const refund = await transaction(async (trx) => {
      const key = keyOf(ctx)
      const outcome = await requestRefund(trx, payment.id, { key, amount, source: 'api', actor: access.actor })
      if (outcome.ok && outcome.isNew)
        await auditBy(
          ctx,
          {
            action: 'payment.refund_requested',
            subject: { kind: 'payment', id: payment.id },
            after: { ...outcome.amount },
          },
          trx
        )
      return outcome
    })
    if (refund.ok)
      return response.status(refund.isNew ? 202 : 200).send({ data: { id: refund.id, amount: refund.amount } })
    const { field } = refund
    return field === null ? conflict(ctx, refund) : refuseRequest(ctx, { ...refund, field })
  }

  async cancel(ctx: HttpContext) {
    const payment = await paymentOf(ctx)
    const cancelled = await transaction(async (trx) => {
      const outcome = await cancelPayment(trx, payment.id, ctx.access.actor)
      if (outcome.ok)
        await auditBy(ctx, { action: 'payment.cancelled', subject: { kind: 'payment', id: payment.id } }, trx)
      return outcome
    })
    return cancelled.ok ? ctx.response.noContent() : conflict(ctx, { field: null, code: cancelled.code })
  }
}

/** The same calls within a day are answered alike before they come here; the payment itself keeps its key for good. */
const keyOf = ({ request }: HttpContext): string => request.header('idempotency-key')?.trim() || randomUUID()
