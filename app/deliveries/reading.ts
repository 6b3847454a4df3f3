import type { InboundRequest, ParseResult } from '#sdk/webhooks'
import type { DeliveryState } from './delivery.ts'
import type { Reason } from '#app/connectors/connection'
import type { OpenEndpoint } from './open_endpoints.ts'

/** What a connector made of one body. */
export type Reading =
  { items: Extract<ParseResult, { kind: 'items' }>['items'] } | { state: DeliveryState; reason: Reason }

/** Asks the connector, which may meet anything here: whatever it throws is the delivery's reason, not our crash. */
export function read(endpoint: OpenEndpoint | null, request: InboundRequest | undefined, receivedAt: number): Reading {
  if (!request) return { state: 'unparseable', reason: { code: 'body_expired' } }
  if (!endpoint) return { state: 'no_connection', reason: { code: 'endpoint_closed' } }
  const webhooks = endpoint.connector?.webhooks
  if (!webhooks)
    return {
      state: 'unparseable',
      reason: { code: 'connector_unavailable', params: { connector: endpoint.connectorId } },
    }

  try {
    const result = webhooks.parse(request, { settings: endpoint.settings, receivedAt })
    if (result.kind === 'ignored') return { state: 'ignored', reason: { code: result.reason } }
    return result.items.length > 0 ? { items: result.items } : { state: 'ignored', reason: { code: 'nothing_found' } }
  } catch (error) {
    return { state: 'unparseable', reason: unparseable(error) }
  }
}

/** Only an `Unparseable` promises to be free of the body's contents; any other message might quote them. */
function unparseable(error: unknown): Reason {
  if (error instanceof Error && 'code' in error && error.code === 'E_UNPARSEABLE') {
    return { code: 'unparseable', params: { message: error.message.slice(0, 300) } }
  }
  return { code: 'parser_failed', params: { error: error instanceof Error ? error.constructor.name : typeof error } }
}
