import { clock } from '#app/clock'
import type { Connection } from '#app/connectors/connection'
import type { Client, Row } from '#app/database'
import type { Connector } from '#sdk/connector'
import type { Money } from '#sdk/index'
import type { PaymentDraft } from './requesting.ts'
import { chosenVendor } from './vendors.ts'

/** Why a payment cannot be asked for, and which input is to blame. */
export interface PaymentRefusal {
  ok: false
  field: string
  code: string
  params?: Record<string, string | number>
}

export type Judged = { ok: true; connection: Connection; contactId: string | null } | PaymentRefusal

/** Ten digits: beyond that somebody mistook the unit. */
const MOST = 9_999_999_999
export const LONGEST_TITLE = 250
const CURRENCIES = new Set(Intl.supportedValuesOf('currency'))

const refusal = (field: string, code: string, params?: PaymentRefusal['params']): PaymentRefusal => ({
  ok: false,
  field,
  code,
  ...(params ? { params } : {}),
})

/** Everything that can be wrong with a payment before the vendor is asked. */
export async function judge(client: Client, draft: PaymentDraft): Promise<Judged> {
  const wrong = moneyProblem(draft.amount) ?? wordingProblem(draft)
  if (wrong) return wrong
  const about = await belongings(client, draft)
  if (!about.ok) return about
  const vendor = await chosenVendor(client, draft.workspaceId, draft.connectionId)
  if (!vendor.ok) return refusal('connection', vendor.code, vendor.params)

  const notTaken = currencyProblem(draft.amount.currency, vendor.manifest)
  if (notTaken) return notTaken
  const real = vendor.manifest.payments?.pretended && (await realContact(client, about.contactId))
  return real
    ? refusal('connection', 'pretended_vendor')
    : { ok: true, connection: vendor.connection, contactId: about.contactId }
}

/** Somebody beyond the sandbox: a page where no money moves would be an insult, or worse be believed. */
async function realContact(client: Client, contactId: string | null): Promise<boolean> {
  if (!contactId) return false
  const pretend: Row | null = await client
    .from('contact_identities')
    .where({ contact_id: contactId, kind: 'sandbox_user' })
    .first()
  return pretend === null
}

export function moneyProblem({ amount, currency }: Money): PaymentRefusal | null {
  if (!Number.isSafeInteger(amount) || amount <= 0) return refusal('amount', 'amount_not_positive')
  if (amount > MOST) return refusal('amount', 'amount_too_large')
  return CURRENCIES.has(currency) ? null : refusal('currency', 'currency_unknown', { currency })
}

/** Known from the manifest, so that nobody learns it from a customer who could not pay. */
export function currencyProblem(
  currency: string,
  { payments, name }: Pick<Connector, 'payments' | 'name'>
): PaymentRefusal | null {
  return !payments?.currencies || payments.currencies.includes(currency)
    ? null
    : refusal('currency', 'currency_not_taken', { currency, vendor: name })
}

function wordingProblem({ title, expiresAt }: PaymentDraft): PaymentRefusal | null {
  if (title.trim() === '') return refusal('title', 'title_missing')
  if (title.length > LONGEST_TITLE) return refusal('title', 'title_too_long', { most: LONGEST_TITLE })
  return expiresAt !== null && expiresAt <= clock.now() ? refusal('expires', 'expiry_in_past') : null
}

type Belongings = { ok: true; contactId: string | null } | PaymentRefusal

/** Whose it is: an order brings its buyer along. */
async function belongings(client: Client, { workspaceId, contactId, orderId }: PaymentDraft): Promise<Belongings> {
  if (contactId && !(await one(client, 'contacts', { workspace_id: workspaceId, id: contactId })))
    return refusal('contact', 'contact_unknown')
  if (!orderId) return { ok: true, contactId }
  const order = await one(client, 'orders', { workspace_id: workspaceId, id: orderId })
  if (!order) return refusal('order', 'order_not_found')
  const buyer = (order.contact_id as string | null) ?? null
  if (contactId && buyer && buyer !== contactId) return refusal('order', 'order_of_another_contact')
  return { ok: true, contactId: contactId ?? buyer }
}

const one = (client: Client, table: string, where: { workspace_id: string; id: string }): Promise<Row | null> =>
  client.from(table).where(where).first()
