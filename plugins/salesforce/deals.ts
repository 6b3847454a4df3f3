import { asText, decimalFromMoney, InvalidInput } from '#sdk/index'
import type { Json, Money } from '#sdk/index'
import type { SalesforceClient } from './client.ts'
import { recordSettings } from './records.ts'
import { instant, quoted } from './soql.ts'

const DAY = 86_400_000

export interface NewDeal {
  contactId: string
  title: string
  stage: string
  /** A decimal, as Salesforce writes it. */
  amount?: string | null
  /** Of orgs with several. */
  currency?: string | null
  closeInDays?: number
  fields?: Json
}

/** An opportunity on the contact. Salesforce wants a day on which it closes. */
export async function createDeal(client: SalesforceClient, deal: NewDeal): Promise<string> {
  const closes = client.context.now() + (deal.closeInDays ?? 30) * DAY
  return client.create('Opportunity', {
    ...deal.fields,
    Name: deal.title,
    StageName: await stageNamed(client, deal.stage),
    CloseDate: new Date(closes).toISOString().slice(0, 10),
    ContactId: deal.contactId,
    ...(await amountOf(client, deal)),
  })
}

/** The one we made of the same title on the same contact within a day: after an answer that got lost. */
export async function dealMade(client: SalesforceClient, { contactId, title }: NewDeal): Promise<Json | null> {
  const { userId, context } = client
  if (userId === null) return null
  const { records } = await client.query(
    `SELECT Id, StageName FROM Opportunity WHERE ContactId = ${quoted(contactId)} AND Name = ${quoted(title)} AND CreatedById = ${quoted(userId)} AND CreatedDate >= ${instant(context.now() - DAY)} ORDER BY CreatedDate DESC LIMIT 1`
  )
  return records[0] ?? null
}

export async function updateDeal(
  client: SalesforceClient,
  id: string,
  { stage, title, ...value }: Pick<NewDeal, 'stage' | 'amount' | 'currency'> & { title?: string }
): Promise<void> {
  const StageName = await stageNamed(client, stage)
  await client.update('Opportunity', id, {
    StageName,
    ...(title && { Name: title }),
    ...(await amountOf(client, value)),
  })
}

/** A price as Salesforce takes it. The currency travels only to orgs that keep several. */
export const valueOf = (value: Money | null): Pick<NewDeal, 'amount' | 'currency'> =>
  value ? { amount: decimalFromMoney(value), currency: value.currency } : {}

async function amountOf(
  client: SalesforceClient,
  { amount, currency }: Pick<NewDeal, 'amount' | 'currency'>
): Promise<Json> {
  if (!amount) return {}
  const Amount = Number(amount)
  if (!currency) return { Amount }
  if (await hasCurrencies(client)) return { Amount, CurrencyIsoCode: currency }
  const own = recordSettings(client.context.settings).currency
  if (own !== null && own !== currency)
    throw new InvalidInput(`Amounts of this org are in ${own}`, { field: 'currency' })
  return { Amount }
}

/** Only orgs with several currencies have the field at all. Asked once per connection. */
export async function hasCurrencies(client: SalesforceClient): Promise<boolean> {
  const { state } = client.context
  const known = await state.get<boolean>('currencies')
  if (known !== null) return known
  const { fields } = await client.describe('Opportunity')
  const several = Array.isArray(fields) && fields.some((field: Json) => field.name === 'CurrencyIsoCode')
  await state.set('currencies', several)
  return several
}

export interface Stage {
  name: string
  label: string
  isClosed: boolean
  isWon: boolean
}

export async function stagesOf(client: SalesforceClient): Promise<Stage[]> {
  const { records } = await client.query(
    'SELECT ApiName, MasterLabel, IsClosed, IsWon FROM OpportunityStage WHERE IsActive = true ORDER BY SortOrder'
  )
  return records.flatMap((record) => {
    const name = asText(record.ApiName)
    const label = asText(record.MasterLabel) ?? name
    return name && label ? [{ name, label, isClosed: record.IsClosed === true, isWon: record.IsWon === true }] : []
  })
}

/** The stage by its API name or as people read it. Without this an unknown one would be stored: most orgs do not mind. */
async function stageNamed(client: SalesforceClient, wanted: string): Promise<string> {
  const stages = await stagesOf(client)
  const alike = (text: string) => text.toLowerCase() === wanted.toLowerCase()
  const stage = stages.find(({ name, label }) => alike(name) || alike(label))
  if (!stage) throw new InvalidInput('Salesforce has no active stage of this name', { field: 'stage' })
  return stage.name
}
