import db from '@adonisjs/lucid/services/db'
import { openEndpointById } from '#app/deliveries/open_endpoints'
import { store } from '#app/deliveries/intake'
import { machineNow } from '#app/clock'
import { appUrl } from '#config/app'
import { hmac } from '#sdk/signatures'

/** What the pretend provider tells us. `id` names the happening: telling it twice changes nothing. */
export interface SandboxEvent {
  id: string
  at: number
  type: 'cart' | 'order' | 'refund' | 'shipment' | 'customer' | 'consent' | 'payment' | 'message' | 'status'
  person?: object
  data: object
}

/**
 * Sends a signed webhook to the connection's endpoint. It takes the way of every delivery, signature check included;
 * only the network in between is left out, since both ends live here.
 */
export async function tell(connectionId: string, event: SandboxEvent): Promise<string> {
  const row: { id: string } = await db
    .from('endpoints')
    .where('natural_key', connectionId)
    .where('state', 'open')
    .firstOrFail()
  const endpoint = await openEndpointById(row.id)
  if (!endpoint?.connector?.webhooks) throw new Error('The sandbox connection has no open endpoint')

  const rawBody = Buffer.from(JSON.stringify(event))
  const secret = endpoint.verification.secret
  const request = {
    method: 'POST',
    url: `${appUrl}/in/sandbox`,
    query: {},
    headers: {
      'content-type': 'application/json',
      'x-sandbox-delivery': event.id,
      'x-sandbox-type': event.type,
      ...(secret ? { 'x-sandbox-signature': `sha256=${hmac('sha256', secret, rawBody, 'hex')}` } : {}),
    },
    rawBody,
  }
  await endpoint.connector.webhooks.verify(request, endpoint.verification)
  return (await store(endpoint, request, machineNow())).id
}
