import type { Auth } from '#sdk/auth'
import type { Action } from '#sdk/actions'
import type { Connector } from '#sdk/connector'
import type { Schema } from '#sdk/schema'
import { wordedSchema } from '#sdk/words'

type Words = Record<string, string>

/**
 * The manifest as a viewer with this language reads it: lines, forms and actions say the same in other words. What has no
 * words there stays English. Everything but words is the connector's own, so it is no less a connector.
 */
export function worded(connector: Connector, language: string): Connector {
  const words = connector.words?.[language] ?? connector.words?.[language.split('-')[0]]
  if (!words) return connector
  const { settings, actions } = connector
  return {
    ...connector,
    summary: words.summary ?? connector.summary,
    reads: linesIn(connector.reads, 'reads', words),
    writes: linesIn(connector.writes, 'writes', words),
    auth: authIn(connector.auth, words),
    ...(settings ? { settings: schemaIn(settings, 'settings', words) } : {}),
    ...(actions ? { actions: actionsIn(actions, words) } : {}),
  }
}

const linesIn = (lines: string[], at: string, words: Words) =>
  lines.map((line, index) => words[`${at}.${index}`] ?? line)

/** It validates as before, and says its form in other words. */
const schemaIn = <T>(schema: Schema<T>, at: string, words: Words): Schema<T> => ({
  validate: (value) => schema.validate(value),
  toJSONSchema: () => wordedSchema(schema, at, words),
})

function authIn<A extends Auth>(auth: A, words: Words): A {
  if (auth.kind === 'one_of') return { ...auth, ways: auth.ways.map((way) => authIn(way, words)) }
  return {
    ...auth,
    ...('credentials' in auth ? { credentials: schemaIn(auth.credentials, 'credentials', words) } : {}),
    ...('app' in auth && auth.app ? { app: schemaIn(auth.app, 'app', words) } : {}),
  }
}

type ManifestActions = Record<string, Omit<Action, 'run' | 'lookup'>>

const actionsIn = (actions: ManifestActions, words: Words): ManifestActions =>
  Object.fromEntries(
    Object.entries(actions).map(([name, action]) => {
      const at = `actions.${name}`
      const title = words[`${at}.title`] ?? action.title
      const description = words[`${at}.description`] ?? action.description
      return [name, { ...action, title, description, input: schemaIn(action.input, `${at}.input`, words) }]
    })
  )
