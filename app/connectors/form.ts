import { errors as vineErrors } from '@vinejs/vine'
import { formWay } from '#sdk/auth'
import type { Connector } from '#sdk/connector'
import type { FieldError, Schema } from '#sdk/schema'
import type { Connection } from './connection.ts'
import { asJson } from './json.ts'
import { isByRedirect } from './oauth_ways.ts'
import type { JsonObject } from './json.ts'

/** The two halves of a connection's form, as JSON Schema. Null where there is nothing to fill in. */
export type ConnectionForm = { credentials: JsonObject | null; settings: JsonObject | null }

type Values = Record<string, unknown>

export function formOf(connector: Connector): ConnectionForm {
  const credentials = credentialsSchema(connector)
  return {
    credentials: credentials && asJson(credentials.toJSONSchema()),
    settings: connector.settings ? asJson(connector.settings.toJSONSchema()) : null,
  }
}

/** The form of a connection that is there: what a redirect brought home stands in none. */
export const changeForm = (connector: Connector, { credentials }: Connection): ConnectionForm => ({
  ...formOf(connector),
  ...(isByRedirect(credentials) && { credentials: null }),
})

/** Values for that form: everything but its secrets, which are never read back. */
export function filledForm(
  connector: Connector,
  connection: Connection
): { values: { credentials: JsonObject; settings: JsonObject }; kept: string[] } {
  const { credentials } = connection
  const schema = isByRedirect(credentials) ? null : credentialsSchema(connector)
  const secrets = secretFields(schema)
  // A connector may have saved more than the form asked for, such as a token it was issued: none of it is shown.
  const asked = Object.keys(schema?.toJSONSchema().properties ?? {})
  const entries = Object.entries(credentials).filter(([name]) => asked.includes(name))
  return {
    values: {
      credentials: asJson(Object.fromEntries(entries.filter(([name]) => !secrets.has(name)))),
      settings: asJson(connection.settings),
    },
    kept: entries.filter(([name, value]) => secrets.has(name) && value).map(([name]) => name),
  }
}

export type CheckedForm = { ok: true; credentials: Values; settings: Values } | { ok: false; errors: FieldError[] }

/** Judges both halves by the connector's own schemas; the errors name fields as `credentials.apiKey`. */
export async function checkForm(
  connector: Connector,
  given: { credentials?: Values; settings?: Values }
): Promise<CheckedForm> {
  const credentials = await half('credentials', credentialsSchema(connector), given.credentials)
  const settings = await half('settings', connector.settings ?? null, given.settings)
  const errors = [...credentials.errors, ...settings.errors]
  return errors.length > 0
    ? { ok: false, errors }
    : { ok: true, credentials: credentials.values, settings: settings.values }
}

/** The settings alone, for connections whose credentials stand in no form. */
export async function checkSettings(connector: Connector, given: Values): Promise<CheckedForm> {
  const { values, errors } = await half('settings', connector.settings ?? null, given)
  return errors.length > 0 ? { ok: false, errors } : { ok: true, credentials: {}, settings: values }
}

/** A secret left empty stays as it is: the form could not show it. */
export function keepSecrets(connector: Connector, given: Values, stored: Values): Values {
  const kept = [...secretFields(credentialsSchema(connector))].filter((name) => !given[name] && stored[name])
  return { ...given, ...Object.fromEntries(kept.map((name) => [name, stored[name]])) }
}

export function withoutSecrets(connector: Connector, stored: Values): Values {
  const secrets = secretFields(credentialsSchema(connector))
  return Object.fromEntries(Object.entries(stored).filter(([name]) => !secrets.has(name)))
}

export const credentialsSchema = ({ auth }: Connector): Schema<unknown> | null => formWay(auth)?.credentials ?? null

export function secretFields(schema: Schema<unknown> | null): Set<string> {
  const fields = Object.entries(schema?.toJSONSchema().properties ?? {})
  return new Set(
    fields
      .filter(
        ([, field]) => typeof field === 'object' && field !== null && 'x-secret' in field && field['x-secret'] === true
      )
      .map(([name]) => name)
  )
}

/** The field of a key that the vendor does not know: the first secret that the form asks for. */
export function keyField(connector: Connector): string | null {
  const schema = credentialsSchema(connector)
  const { required = [] } = (schema?.toJSONSchema() ?? {}) as { required?: string[] }
  const secrets = secretFields(schema)
  const key = required.find((name) => secrets.has(name))
  return key ? `credentials.${key}` : null
}

export async function half(
  name: string,
  schema: Schema<unknown> | null,
  given: Values = {}
): Promise<{ values: Values; errors: FieldError[] }> {
  if (!schema) return { values: {}, errors: [] }
  try {
    return { values: (await schema.validate(withoutBlanks(given))) as Values, errors: [] }
  } catch (error) {
    return { values: {}, errors: complaints(error).map((one) => ({ ...one, field: `${name}.${one.field}` })) }
  }
}

// A form sends what was left empty as an empty text.
const withoutBlanks = (given: Values) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '' && value !== null))

function complaints(error: unknown): FieldError[] {
  if (error instanceof vineErrors.E_VALIDATION_ERROR) return error.messages as FieldError[]
  // A schema from another copy of the validator complains in the same shape.
  if (error instanceof Error && 'messages' in error && Array.isArray(error.messages))
    return error.messages as FieldError[]
  throw error
}
