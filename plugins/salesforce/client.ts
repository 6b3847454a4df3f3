import { Connection } from 'jsforce/lib/connection.js'
import { asObject, asObjects, asText, isConnectorError, Permanent, withToken } from '#sdk/index'
import type { Context, Json } from '#sdk/index'
import { failureOf } from './failures.ts'
import { instanceUrlOf } from './sign_in.ts'
import { Transport } from './transport.ts'

/** Pinned: jsforce's own default is of 2020, and an org's fields look different in each. */
export const API_VERSION = '66.0'

/** A contact, lead, opportunity or task. */
export type SObject = 'Contact' | 'Lead' | 'Opportunity' | 'Task'

/** Every call to Salesforce. jsforce's connections hold one token, so each call has its own. */
export class SalesforceClient {
  readonly context: Context

  constructor(context: Context) {
    this.context = context
  }

  /** The user we are there: what they changed last is our own doing. Null where the token's answer did not say. */
  get userId(): string | null {
    return asText(this.context.credentials.userId)
  }

  /** One page of at most 2 000 records. */
  async query(soql: string): Promise<{ records: Json[]; total: number }> {
    const answer = asObject(
      await this.#call(false, (connection) => connection.request(`/query?q=${encodeURIComponent(soql)}`))
    )
    return { records: asObjects(answer?.records), total: Number(answer?.totalSize ?? 0) }
  }

  async describe(object: SObject): Promise<Json> {
    return asObject(await this.#call(false, (connection) => connection.sobject(object).describe())) ?? {}
  }

  /** Answers the new record's id. */
  async create(object: SObject, fields: Json): Promise<string> {
    const answer = await this.#call(true, (connection) => connection.create(object, fields))
    return idIn(answer)
  }

  async update(object: SObject, id: string, fields: Json): Promise<void> {
    await this.#call(true, (connection) => connection.update(object, { ...fields, Id: id }))
  }

  /** By an external id: there is never a second record of the same value. */
  async upsert(object: SObject, key: string, fields: Json): Promise<{ id: string; created: boolean }> {
    const answer = await this.#call(true, (connection) => connection.upsert(object, fields, key))
    return { id: idIn(answer), created: asObject(answer)?.created !== false }
  }

  #call(changes: boolean, call: (connection: Connection) => PromiseLike<unknown>): Promise<unknown> {
    return withToken(this.context, (token) => this.#attempt(token, changes, call))
  }

  async #attempt(
    accessToken: string,
    changes: boolean,
    call: (connection: Connection) => PromiseLike<unknown>
  ): Promise<unknown> {
    const transport = new Transport(this.context, { changes })
    const instanceUrl = instanceUrlOf(this.context.credentials)
    const connection = new Connection({ instanceUrl, accessToken, version: API_VERSION })
    connection._transport = transport as unknown as Connection['_transport']
    const { value, error } = await settled(call(connection))
    const failure = failureOf(transport.outcome, changes)
    if (failure) throw failure
    if (error) throw error
    return value
  }
}

function idIn(answer: unknown): string {
  const id = asText(asObject(answer)?.id)
  if (id === null) throw new Permanent('Salesforce took the record and did not say its id')
  return id
}

// jsforce's errors hold whole answers: they are looked at only where Salesforce said nothing wrong.
async function settled(call: PromiseLike<unknown>): Promise<{ value: unknown; error: Error | null }> {
  try {
    return { value: await call, error: null }
  } catch (error) {
    if (isConnectorError(error)) return { value: null, error }
    return { value: null, error: new Error(`jsforce failed: ${error instanceof Error ? error.name : 'unknown'}`) }
  }
}
