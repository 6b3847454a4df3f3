import type { Action } from './actions.ts'
import { formWay, oauthWay } from './auth.ts'
import type { Auth } from './auth.ts'
import type { Connector } from './connector.ts'
import { asObject, asText } from './reading.ts'
import type { Json } from './reading.ts'
import type { Schema } from './schema.ts'

/** The manifest's English words by place: all that `words` of another language may hold. */
export function wordsOf(connector: Connector): Record<string, string> {
  const { summary, reads, writes, auth, settings, actions = {} } = connector
  return {
    summary,
    ...linesOf('reads', reads),
    ...linesOf('writes', writes),
    ...fieldsOf('credentials', credentialsOf(auth)),
    ...fieldsOf('app', appOf(auth)),
    ...fieldsOf('settings', settings),
    ...Object.fromEntries(Object.entries(actions).flatMap(([name, action]) => actionWords(name, action))),
  }
}

/** The form of a schema with its titles, descriptions, placeholders and options in the words of a language. */
export function wordedSchema(schema: Schema<unknown>, at: string, words: Record<string, string> = {}): Json {
  const plain = schema.toJSONSchema() as Json
  const properties = Object.entries(asObject(plain.properties) ?? {})
  const worded = properties.map(([name, field]) => [name, wordedField(field, `${at}.${name}`, words)])
  return { ...plain, ...(properties.length > 0 ? { properties: Object.fromEntries(worded) } : {}) }
}

const credentialsOf = (auth: Auth) => formWay(auth)?.credentials
/** The redirect's app has all fields that a form's has. */
const appOf = (auth: Auth) => oauthWay(auth)?.app ?? ('app' in auth ? auth.app : undefined)

const linesOf = (at: string, lines: string[]) =>
  Object.fromEntries(lines.map((line, index) => [`${at}.${index}`, line]))

function actionWords(name: string, action: Pick<Action, 'title' | 'description' | 'input'>): [string, string][] {
  const at = `actions.${name}`
  return [
    [`${at}.title`, action.title],
    [`${at}.description`, action.description],
    ...Object.entries(fieldsOf(`${at}.input`, action.input)),
  ]
}

const PARTS = { 'title': 'title', 'description': 'description', 'x-placeholder': 'placeholder' }
const OPTIONS = 'x-options-labels'

/** Placeholders are examples, mostly the same in every language, so they may be left out. */
export const mayStayEnglish = (key: string): boolean => key.endsWith('.placeholder')

function fieldsOf(at: string, schema: Schema<unknown> | undefined): Record<string, string> {
  const properties = Object.entries(asObject(schema?.toJSONSchema().properties) ?? {})
  return Object.fromEntries(
    properties.flatMap(([name, given]) => {
      const field = asObject(given) ?? {}
      const parts = Object.entries(PARTS).map(([hint, part]) => [`${at}.${name}.${part}`, asText(field[hint])])
      const options = Object.entries(asObject(field[OPTIONS]) ?? {})
      const labels = options.map(([value, label]) => [`${at}.${name}.options.${value}`, asText(label)])
      return [...parts, ...labels].filter(([, words]) => words !== null)
    })
  )
}

function wordedField(given: unknown, at: string, words: Record<string, string>): unknown {
  const field = asObject(given)
  if (field === null) return given
  const parts = Object.entries(PARTS).flatMap(([hint, part]) => {
    const word = words[`${at}.${part}`]
    return field[hint] === undefined || word === undefined ? [] : [[hint, word]]
  })
  const labels = asObject(field[OPTIONS])
  const options = Object.entries(labels ?? {}).map(([value, label]) => [
    value,
    words[`${at}.options.${value}`] ?? label,
  ])
  return { ...field, ...Object.fromEntries(parts), ...(labels ? { [OPTIONS]: Object.fromEntries(options) } : {}) }
}
