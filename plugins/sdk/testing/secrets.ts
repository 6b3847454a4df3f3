import assert from 'node:assert/strict'
import { textOf } from './expectations.ts'
import { formWay, oauthWay } from '../auth.ts'
import type { Auth } from '../auth.ts'
import type { ConnectorKit } from './kit.ts'
import type { TestContext } from './context.ts'

/** The kit's secret values: the canaries. */
export function canaries(kit: ConnectorKit): string[] {
  const marked = secretFields(kit.connector.auth)
  const pools = [kit.credentials, kit.app ?? {}]
  const values = marked.flatMap((field) => pools.map((pool) => pool[field]))
  // What a token endpoint answers has no schema of the connector's own.
  values.push(kit.credentials.accessToken, kit.credentials.refreshToken)
  if (kit.webhooks?.secret) values.push(kit.webhooks.secret)
  return values.filter((value): value is string => typeof value === 'string' && value.length >= 12)
}

/** Names of the credential fields marked `x-secret`. */
export function secretFields(auth: Auth): string[] {
  return [formWay(auth)?.credentials, oauthWay(auth)?.app].flatMap((schema) => {
    const properties = (schema?.toJSONSchema().properties ?? {}) as Record<string, Record<string, unknown> | undefined>
    return Object.keys(properties).filter((name) => properties[name]?.['x-secret'] === true)
  })
}

/** Fails when a canary is in a log line of the context, or anywhere in the error. */
export function assertNoSecretTold(kit: ConnectorKit, context: TestContext | null, error: unknown, during: string) {
  const log = JSON.stringify(context?.lines ?? [])
  const failure = error === null ? '' : textOf(error)
  for (const canary of canaries(kit)) {
    // The assertion's own message must not repeat the secret either.
    const hint = `${canary.slice(0, 4)}…`
    assert.ok(!log.includes(canary), `${during}: the secret ${hint} was written to the log`)
    assert.ok(!failure.includes(canary), `${during}: the secret ${hint} is in the error`)
  }
}
