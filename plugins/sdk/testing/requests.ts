import type { InboundRequest, VerifyContext } from '../webhooks.ts'
import { testVerifyContext } from './context.ts'
import type { ConnectorKit, KitFixture, WebhookKit } from './kit.ts'

/** The moment at which the suite's deliveries are signed and received. */
export const RECEIVED_AT = Date.UTC(2026, 10, 20, 10)

/** A fixture as it arrives, signed or not. */
export function inbound(
  fixture: KitFixture,
  kit: ConnectorKit,
  { signed = true, at = RECEIVED_AT } = {}
): InboundRequest {
  const request = unsigned(fixture)
  return signed ? sign(request, kit, at) : request
}

export function sign(request: InboundRequest, kit: ConnectorKit, at = RECEIVED_AT): InboundRequest {
  const webhooks = webhooksOf(kit)
  const signed = webhooks.sign(request, {
    secret: webhooks.secret,
    credentials: verifierCredentials(kit),
    at,
  })
  return { ...signed, headers: lowerCased(signed.headers) }
}

/** The same request with another body, and the signature of the old one. */
export function withBody(request: InboundRequest, body: string | Buffer): InboundRequest {
  return { ...request, rawBody: Buffer.from(body) }
}

export function verifyContext(kit: ConnectorKit, changes: Partial<VerifyContext> = {}): VerifyContext {
  const { secret, certificates } = webhooksOf(kit)
  return testVerifyContext({
    secret,
    certificates,
    credentials: verifierCredentials(kit),
    settings: kit.settings,
    machineNow: () => RECEIVED_AT,
    ...changes,
  })
}

export function webhooksOf(kit: ConnectorKit): WebhookKit {
  if (!kit.webhooks) throw new Error(`${kit.connector.id} takes webhooks, so its testing.ts must describe them`)
  return kit.webhooks
}

function unsigned(fixture: KitFixture): InboundRequest {
  const query = fixture.query ?? {}
  const search = new URLSearchParams(query).toString()
  const body = typeof fixture.body === 'string' ? fixture.body : JSON.stringify(fixture.body)
  return {
    method: fixture.method ?? 'POST',
    url: `https://staffetta.example/in/end_test${search ? `?${search}` : ''}`,
    query,
    headers: lowerCased(fixture.headers),
    rawBody: Buffer.from(body),
  }
}

// An app's endpoint is verified with the app's credentials, a connection's with the connection's.
function verifierCredentials(kit: ConnectorKit) {
  return kit.connector.endpoint === 'app' && kit.app ? kit.app : kit.credentials
}

function lowerCased(headers: Record<string, string>) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
