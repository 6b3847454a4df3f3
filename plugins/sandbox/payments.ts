import { InvalidInput, isConnectorError } from '#sdk/index'
import type { Context, PaymentReport, PaymentRequest, PaymentsRole } from '#sdk/index'
import { call } from './client.ts'

const pageAt = (id: string): string => `/v1/payments/${encodeURIComponent(id)}`

/** A vendor of payments that moves no money. */
export const payments: PaymentsRole = {
  async createSession(context: Context, request: PaymentRequest) {
    if (request.amount.amount <= 0) throw new InvalidInput('Nothing is no amount to pay', { field: 'amount' })
    const { reference, amount, title, returnUrl, cancelUrl, expiresAt } = request
    const json = { reference, amount, title, returnUrl, cancelUrl, expiresAt }
    return await call<{ id: string; url: string; expiresAt: number | null }>(context, '/v1/payments', {
      json,
      once: true,
    })
  },

  async settle(context: Context, sessionId: string): Promise<PaymentReport | null> {
    try {
      return await call<PaymentReport>(context, pageAt(sessionId))
    } catch (error) {
      if (isConnectorError(error) && error.code === 'E_NOT_FOUND') return null
      throw error
    }
  },

  async refund(context: Context, { paymentId, amount }) {
    return await call<{ id: string }>(context, '/v1/refunds', { json: { paymentId, amount }, once: true })
  },

  async expire(context: Context, sessionId: string): Promise<void> {
    await call(context, `${pageAt(sessionId)}/expiry`, { json: {}, once: true })
  },
}
