import { asObjects, asText, idOfMade, orElse } from '#sdk/index'
import type { Context, Json } from '#sdk/index'
import { PayPalClient } from './client.ts'
import { TELLINGS } from './tellings.ts'

const PATH = '/v1/notifications/webhooks'
/** The webhook that was made here. */
const OURS = 'webhook'
const EVENTS = Object.keys(TELLINGS).map((name) => ({ name }))

/** Makes the webhook, or mends it. Its id goes among the credentials, since every signature is checked with it. */
export async function subscribe(context: Context): Promise<void> {
  const url = context.endpointUrl
  if (url === null) return
  const client = new PayPalClient(context)
  const webhooks = asObjects((await client.rest('GET', PATH)).webhooks)
  const ours = await context.state.get<string>(OURS)
  const found = webhooks.find(({ id }) => id === ours) ?? webhooks.find((each) => each.url === url)
  const webhook = found
    ? await mended(client, found, url)
    : await client.rest('POST', PATH, { url, event_types: EVENTS })
  const id = idOfMade(webhook.id, 'The webhook')
  if (context.credentials.webhookId !== id) await context.saveCredentials({ ...context.credentials, webhookId: id })
  if (!found) await context.state.set(OURS, id)
}

/** Takes away the webhook that was made here. One made by hand is left to whoever made it. */
export async function unsubscribe(context: Context): Promise<void> {
  const ours = await context.state.get<string>(OURS)
  if (ours === null) return
  // Gone already is as good.
  await orElse(new PayPalClient(context).rest('DELETE', `${PATH}/${encodeURIComponent(ours)}`), null, 'E_NOT_FOUND')
  await context.state.delete(OURS)
}

async function mended(client: PayPalClient, webhook: Json, url: string): Promise<Json> {
  const names = asObjects(webhook.event_types).map(({ name }) => asText(name))
  const complete = names.includes('*') || EVENTS.every(({ name }) => names.includes(name))
  if (complete && webhook.url === url) return webhook
  const changes = [
    { op: 'replace', path: '/url', value: url },
    ...(complete ? [] : [{ op: 'replace', path: '/event_types', value: EVENTS }]),
  ]
  await client.rest('PATCH', `${PATH}/${encodeURIComponent(asText(webhook.id) ?? '')}`, changes)
  return webhook
}
