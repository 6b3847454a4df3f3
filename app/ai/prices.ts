import { clock } from '#app/clock'
import { upsert } from '#app/database'
import type { Client, Row } from '#app/database'
import { newId } from '#app/ids'
import type { ModelPrice, ModelUsage } from '#sdk/index'
import { amountOrNull } from './settings.ts'

/** What a model costs here. Amounts are millionths of the currency's unit per million tokens. */
export interface Price {
  model: string
  input: number
  cached: number | null
  output: number
  /** `own`: set by an admin; else the vendor's list, with where it stands and when it was read. */
  from: 'own' | 'list'
  source: string | null
  asOf: string | null
}

const MILLION = 1_000_000

/** The admin's own prices before the vendor's list; one in another currency is no known price. */
export function priceOf(
  model: string,
  { own, listed, currency }: { own: Price[]; listed: ModelPrice[]; currency: string }
): Price | null {
  const named = own.find((price) => price.model === model)
  if (named) return named
  const price = listed.find((each) => each.model === model && each.currency === currency)
  return price
    ? {
        model,
        input: price.input,
        cached: price.cached,
        output: price.output,
        from: 'list',
        source: price.source,
        asOf: price.asOf,
      }
    : null
}

/** Millionths, rounded up; null where the price is not known. */
export function costOf(price: Price | null, { input, output, cached }: ModelUsage): number | null {
  if (!price) return null
  const fresh = input - cached
  const total = fresh * price.input + cached * (price.cached ?? price.input) + output * price.output
  return Math.ceil(total / MILLION)
}

export async function ownPrices(client: Client, workspaceId: string): Promise<Price[]> {
  const rows: Row[] = await client.from('ai_prices').where('workspace_id', workspaceId).orderBy('model')
  return rows.map((row) => ({
    model: String(row.model),
    input: Number(row.input),
    cached: amountOrNull(row.cached),
    output: Number(row.output),
    from: 'own',
    source: null,
    asOf: null,
  }))
}

export async function setPrice(
  client: Client,
  workspaceId: string,
  { model, input, cached, output }: Pick<Price, 'model' | 'input' | 'cached' | 'output'>
): Promise<void> {
  const now = clock.now()
  const change = { input, cached, output, updated_at: now }
  const row = { id: newId('row'), workspace_id: workspaceId, model, created_at: now, ...change }
  await upsert(client, 'ai_prices', row, ['workspace_id', 'model'], Object.keys(change))
}

/** Back to the vendor's list. */
export async function forgetPrice(client: Client, workspaceId: string, model: string): Promise<void> {
  await client.from('ai_prices').where({ workspace_id: workspaceId, model }).delete()
}
