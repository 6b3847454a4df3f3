import type { Context, CrmField, Json } from '#sdk/index'
import { SalesforceClient } from './client.ts'
import { fieldsIn } from './fields.ts'

/** Fields whose values Salesforce writes in a way of its own: moments as text, several choices as one. */
interface Kinds {
  moments: string[]
  lists: string[]
}

const KINDS = 'fields.kinds'

/** Remembered with every reading of all fields. */
export async function rememberKinds({ state }: Context, fields: CrmField[]): Promise<Kinds> {
  const names = (wanted: CrmField['type']) => fields.filter(({ type }) => type === wanted).map(({ name }) => name)
  const kinds = { moments: names('datetime'), lists: names('choices') }
  await state.set(KINDS, kinds)
  return kinds
}

export async function kindsOf(context: Context): Promise<Kinds> {
  const known = await context.state.get<Kinds>(KINDS)
  return known ?? rememberKinds(context, fieldsIn(await new SalesforceClient(context).describe('Contact')))
}

/** The contract's plain values as the REST API takes them. */
export const written = (fields: Record<string, unknown>, { moments }: Kinds): Json =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (Array.isArray(value)) return [name, value.join(';')]
      return [name, typeof value === 'number' && moments.includes(name) ? new Date(value).toISOString() : value]
    })
  )

/** And back. */
export const plain = (record: Json, names: string[], { lists }: Kinds): Json =>
  Object.fromEntries(
    names.map((name) => {
      const value = record[name] ?? null
      return [name, typeof value === 'string' && lists.includes(name) ? value.split(';') : value]
    })
  )
