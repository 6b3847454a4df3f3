import { asObjects, asText, decimalFromMoney, InvalidInput, Permanent } from '#sdk/index'
import type { Json, Money } from '#sdk/index'
import type { HubSpotClient } from './client.ts'
import { DEAL_KEY, dealPipelines, objects } from './paths.ts'
import { ensureProperty } from './properties.ts'

const DEAL_TO_CONTACT = { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 3 }

export interface Stage {
  pipeline: string
  stage: string
}

const same = (a: unknown, b: string) => asText(a)?.toLowerCase() === b.toLowerCase()

/** Stages are ids that differ by pipeline; people write their names. */
export async function stageOf(client: HubSpotClient, wanted: string, { anyPipeline = false } = {}): Promise<Stage> {
  const all = asObjects((await client.get(dealPipelines())).results).filter(({ archived }) => archived !== true)
  const chosen = asText(client.context.settings.pipeline)
  const pipelines = chosen === null ? all : all.filter(({ id, label }) => same(id, chosen) || same(label, chosen))
  if (chosen !== null && pipelines.length === 0)
    throw new InvalidInput('HubSpot has no such pipeline', { field: 'pipeline' })
  for (const pipeline of anyPipeline ? all : pipelines) {
    const stage = asObjects(pipeline.stages).find(({ id, label }) => same(id, wanted) || same(label, wanted))
    const ids = [asText(pipeline.id), asText(stage?.id)]
    if (ids[0] && ids[1]) return { pipeline: ids[0], stage: ids[1] }
  }
  throw new InvalidInput('The pipeline has no such stage', { field: 'stage' })
}

export interface NewDeal {
  contactId: string
  title: string
  stage: string
  value: Money | null
  properties?: Json
}

/**
 * Makes a deal on a contact. With a key it is an upsert by our unique property, so that the same step finds the deal
 * it made before; an upsert takes no associations, which follow in a call that may be repeated.
 */
export async function createDeal(
  client: HubSpotClient,
  deal: NewDeal,
  key: string | null
): Promise<{ id: string; stage: string }> {
  const { pipeline, stage } = await stageOf(client, deal.stage)
  const properties = { ...deal.properties, dealname: deal.title, pipeline, dealstage: stage, ...amountOf(deal.value) }
  if (key === null) {
    const associations = [{ to: { id: deal.contactId }, types: [DEAL_TO_CONTACT] }]
    return { id: idOf(await client.change('POST', objects('deals'), { properties, associations })), stage }
  }
  await ensureProperty(client, 'deals')
  const inputs = [{ idProperty: DEAL_KEY, id: key, properties: { ...properties, [DEAL_KEY]: key } }]
  const [result] = asObjects((await client.change('POST', objects('deals', '/batch/upsert'), { inputs })).results)
  const id = idOf(result ?? {})
  await client.change('PUT', objects('deals', `/${id}/associations/default/contacts/${deal.contactId}`))
  return { id, stage }
}

export async function updateDeal(
  client: HubSpotClient,
  id: string,
  change: { stage: string; title?: string; value: Money | null }
): Promise<{ id: string; stage: string }> {
  const properties = await changedProperties(client, change)
  await client.change('PATCH', objects('deals', `/${id}`), { properties })
  return { id, stage: properties.dealstage }
}

async function changedProperties(
  client: HubSpotClient,
  { stage, title, value }: { stage: string; title?: string; value: Money | null }
) {
  const found = await stageOf(client, stage, { anyPipeline: true })
  return { pipeline: found.pipeline, dealstage: found.stage, ...(title ? { dealname: title } : {}), ...amountOf(value) }
}

const amountOf = (value: Money | null): Record<string, string> =>
  value ? { amount: decimalFromMoney(value), deal_currency_code: value.currency } : {}

function idOf(answer: Json): string {
  const id = asText(answer.id)
  if (id === null) throw new Permanent('HubSpot took the deal and did not say its id')
  return id
}
