import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { objectKey } from '#app/commerce/shop_objects'
import type { Row, Trx } from '#app/database'
import type { StoredEvent } from '#app/events/event'
import { naturalKey } from '#app/ids'
import { DURATION, milliseconds } from '#app/pipelines/durations'
import { NEXT } from '#app/pipelines/graph'
import { branch, defineStep, failure } from '#app/pipelines/steps/step'
import type { Fault, StepContext } from '#app/pipelines/steps/step'
import type { Place, Told } from '#app/runs/effects'
import { clock } from '#app/clock'
import type { Money } from '#sdk/index'
import { currencyProblem, LONGEST_TITLE, moneyProblem } from './judging.ts'
import type { PaymentRefusal } from './judging.ts'
import { typedMoney } from './money.ts'
import { linkTo } from './payment.ts'
import { requestPayment } from './requesting.ts'
import { chosenVendor } from './vendors.ts'

export const PAYMENT_LINK = 'payment_link'
const GOOD_FOR = '7d'
const OUTPUTS = ['id', 'url', 'code', 'amount', 'currency', 'title'] as const

const schema = vine.create({
  /** In the currency's major unit, `49.90`, or a text that becomes one. */
  amount: vine.string().trim().minLength(1).maxLength(500).optional().requiredIfMissing('amount_from'),
  /** Where an amount with its currency is: `order.total`. */
  amount_from: vine
    .string()
    .regex(/^[a-z_]\w*(\.\w+)*$/)
    .maxLength(190)
    .optional(),
  currency: vine.string().in(Intl.supportedValuesOf('currency')).optional(),
  title: vine.string().trim().minLength(1).maxLength(1000),
  connection: vine.string().maxLength(32).optional(),
  /** How long the link stays good. Default 7d. */
  expires_after: vine.string().regex(DURATION).optional(),
})

type Config = Infer<typeof schema>

/** Makes a payment link for the contact; messages after it have its address as `{{ payment.url }}`. */
export const paymentLink = defineStep<Config>({
  type: PAYMENT_LINK,
  title: 'Request a payment',
  schema,
  branches: () => [{ name: NEXT }, { name: 'failed' }],
  texts: ({ amount, amount_from: from, title }) => [
    ...(amount ? [{ field: 'amount', text: amount }] : []),
    ...(from ? [{ field: 'amount_from', text: `{{ ${from}.amount }}` }] : []),
    { field: 'title', text: title },
  ],
  outputs: () => [...OUTPUTS],
  offers: { payment: OUTPUTS },

  async check(client, workspaceId, config) {
    const vendor = await chosenVendor(client, workspaceId, config.connection ?? null)
    if (!vendor.ok) return [{ field: 'connection', code: vendor.code, params: vendor.params }]
    const workspace: Row | null = await client.from('workspaces').where('id', workspaceId).first()
    return fixedProblems(config, String(workspace?.currency ?? 'EUR'), vendor.manifest)
  },

  async run(context) {
    const { config, now, text, wake } = context
    if (wake?.kind === 'skipped') return { next: branch(NEXT), state: 'skipped' }
    const money = await moneyFor(context)
    if (!money.ok) return failure(money.code, money.params)
    const title = await text(config.title)
    if (!title.ok) return failure(title.code, title.params)
    const data = {
      ...money.money,
      title: title.text.trim().slice(0, LONGEST_TITLE),
      connection: config.connection ?? null,
      expiresAt: now + milliseconds(config.expires_after ?? GOOD_FOR),
    }
    return { next: branch(NEXT), input: data, effects: [{ kind: 'other', name: PAYMENT_LINK, data }] }
  },
})

/** A fixed amount can be judged before it meets anybody. */
function fixedProblems(
  { amount, currency, amount_from: from }: Config,
  own: string,
  vendor: Parameters<typeof currencyProblem>[1]
): Fault[] {
  const used = currency ?? (from ? null : own)
  const wrongCurrency = used === null ? null : currencyProblem(used, vendor)
  if (wrongCurrency) return [faultOf(wrongCurrency)]
  if (!amount || amount.includes('{') || used === null) return []
  const money = typedMoney(amount, used)
  if (!money) return [{ field: 'amount', code: 'amount_unreadable' }]
  const wrong = moneyProblem(money)
  return wrong ? [faultOf(wrong)] : []
}

const faultOf = ({ field, code, params }: PaymentRefusal): Fault => ({ field, code, ...(params ? { params } : {}) })

type Found = { ok: true; money: Money } | { ok: false; code: string; params: Record<string, unknown> }

async function moneyFor({ config, text, values }: StepContext<Config>): Promise<Found> {
  const all = await values()
  if (config.amount_from) return moneyAt(all, config.amount_from)
  const currency = config.currency ?? String((all.workspace as Row | undefined)?.currency ?? 'EUR')
  const filled = await text(config.amount ?? '')
  if (!filled.ok) return filled
  const money = typedMoney(filled.text, currency)
  return money ? { ok: true, money } : { ok: false, code: 'amount_unreadable', params: { field: 'amount' } }
}

function moneyAt(values: Record<string, unknown>, path: string): Found {
  const found = path.split('.').reduce<unknown>((at, name) => (at as Row | null | undefined)?.[name], values)
  const { amount, currency } = (found ?? {}) as Partial<Money>
  return typeof amount === 'number' && typeof currency === 'string'
    ? { ok: true, money: { amount, currency } }
    : { ok: false, code: 'missing_variable', params: { name: path } }
}

interface LinkData extends Money {
  title: string
  connection: string | null
  expiresAt: number
}

/** The effect: the payment's row, in the transaction of the step. */
export async function makeLink(trx: Trx, { run, stepRunId, node, visit, event }: Place, data: Row): Promise<Told> {
  const { amount, currency, title, connection, expiresAt } = data as unknown as LinkData
  const requested = await requestPayment(trx, {
    workspaceId: run.workspace_id,
    naturalKey: naturalKey('run', run.id, node, visit),
    source: 'run',
    actor: null,
    amount: { amount, currency },
    title,
    connectionId: connection,
    contactId: run.contact_id,
    orderId: event && (await orderIn(trx, event)),
    runId: run.id,
    stepRunId,
    expiresAt: Math.max(expiresAt, clock.now() + 1),
    causedBy: event,
  })
  if (!requested.ok)
    return { refusal: { code: requested.code, params: { field: requested.field, ...requested.params } } }
  const { id, code } = requested.payment
  const output = { id, code, url: linkTo(code), amount: { amount, currency }, currency, title: requested.payment.title }
  return { output, variables: { payment: output }, subjects: [`payment:${id}`] }
}

/** The order that the run is about, where the shop's event names one that we keep. */
async function orderIn(trx: Trx, event: StoredEvent): Promise<string | null> {
  const { orderId } = event.payload as { orderId?: unknown }
  if (typeof orderId !== 'string' || event.connector === 'core') return null
  const key = objectKey(event, orderId)
  const row: Row | null = await trx
    .from('orders')
    .where({ workspace_id: event.workspaceId, natural_key: key })
    .select('id')
    .first()
  return row && String(row.id)
}
