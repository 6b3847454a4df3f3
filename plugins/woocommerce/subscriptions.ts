import { asObject, asObjects, asText, idOfMade, readPages, sha256, type Context, type Json } from '#sdk/index'
import { WooClient } from './client.ts'
import { idOf } from './delivered.ts'
import { webhookSecret } from './shop.ts'
import { SUBSCRIBED_TOPICS } from './webhook.ts'

/** What we made there: the shop may have webhooks of others, and of another installation of ours. */
interface Ours {
  /** By topic. */
  ids: Record<string, string>
  /** Of the secret they sign with: the shop never shows it again. */
  secret: string
}

const STATE = 'webhooks'

/**
 * Makes what is missing, and mends what the shop has disabled after too many failures, what points to an address of
 * ours that is no longer, and what signs with the secret of an earlier key. Safe to call any time.
 */
export async function subscribe(context: Context): Promise<void> {
  const url = context.endpointUrl
  const secret = webhookSecret(context.credentials)
  if (url === null || secret === null) return
  const client = new WooClient(context)
  const there = await webhooksOf(client)
  const known = await context.state.get<Ours>(STATE)
  const ours: Ours = { ids: {}, secret: sha256(secret).slice(0, 16) }
  const isGood = (webhook: Webhook) =>
    webhook.url === url && webhook.status === 'active' && known?.secret === ours.secret
  for (const topic of SUBSCRIBED_TOPICS) {
    const found = there.filter((each) => each.topic === topic && (each.url === url || each.id === known?.ids[topic]))
    const [first = null, ...doubles] = found
    for (const { id } of doubles) await client.remove(`webhooks/${id}`)
    const wanted = { topic, delivery_url: url, secret }
    ours.ids[topic] = first && isGood(first) ? first.id : await written(client, first?.id ?? null, wanted)
  }
  await context.state.set(STATE, ours)
}

export async function unsubscribe(context: Context): Promise<void> {
  const client = new WooClient(context)
  const ours = Object.values((await context.state.get<Ours>(STATE))?.ids ?? {})
  for (const { id, url } of await webhooksOf(client)) {
    if (ours.includes(id) || url === context.endpointUrl) await client.remove(`webhooks/${id}`)
  }
  await context.state.delete(STATE)
}

interface Webhook {
  id: string
  topic: string
  url: string | null
  status: string | null
}

async function webhooksOf(client: WooClient): Promise<Webhook[]> {
  const { items } = await readPages<Webhook, number>(async (turned) => {
    const page = turned ?? 1
    const { body, pages } = await client.read('webhooks', { per_page: 100, page, status: 'all' })
    return { items: asObjects(body).map(webhook), next: page < pages ? page + 1 : null }
  })
  return items
}

const webhook = ({ id, topic, delivery_url: url, status }: Json): Webhook => ({
  id: idOf(id) ?? '',
  topic: asText(topic) ?? '',
  url: asText(url),
  status: asText(status),
})

async function written(
  client: WooClient,
  id: string | null,
  wanted: { topic: string; delivery_url: string; secret: string }
): Promise<string> {
  const data = { name: `Staffetta: ${wanted.topic}`, status: 'active', ...wanted }
  const { body } = await (id === null
    ? client.change('post', 'webhooks', data)
    : client.change('put', `webhooks/${id}`, data))
  return id ?? idOfMade(asObject(body)?.id, 'The webhook')
}
