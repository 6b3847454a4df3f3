import { asObject, asObjects, asText, readPages, type Context, type Json } from '#sdk/index'
import { ShopifyClient } from './client.ts'
import { refuseUserErrors } from './failures.ts'
import { SUBSCRIBED_TOPICS } from './webhook.ts'

const LIST = `query Subscriptions($after: String) {
  webhookSubscriptions(first: 100, after: $after) { nodes { id topic uri } pageInfo { hasNextPage endCursor } }
}`
const CREATE = `mutation Subscribe($topic: WebhookSubscriptionTopic!, $subscription: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $subscription) {
    webhookSubscription { id } userErrors { field message }
  }
}`
const MOVE = `mutation Move($id: ID!, $subscription: WebhookSubscriptionInput!) {
  webhookSubscriptionUpdate(id: $id, webhookSubscription: $subscription) {
    webhookSubscription { id } userErrors { field message }
  }
}`
const REMOVE = `mutation Unsubscribe($id: ID!) {
  webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { field message } }
}`

/** Subscription ids we made, by topic: the app may have others, for another installation of ours. */
const STATE = 'subscriptions'
const TAKEN = /already been taken/i

/** Makes what is missing and moves what points to an address of ours that is no longer. Safe to call any time. */
export async function subscribe(context: Context): Promise<void> {
  const uri = context.endpointUrl
  if (uri === null) return
  const client = new ShopifyClient(context)
  const existing = await subscriptions(client)
  const ours = (await context.state.get<Record<string, string>>(STATE)) ?? {}
  for (const topic of SUBSCRIBED_TOPICS.map(enumOf)) {
    const here = existing.find((each) => each.topic === topic && each.uri === uri)
    const moved = existing.find((each) => each.topic === topic && each.id === ours[topic])
    const id = here?.id ?? (moved ? await move(client, moved.id, uri) : await create(client, topic, uri))
    if (id) ours[topic] = id
  }
  await context.state.set(STATE, ours)
}

export async function unsubscribe(context: Context): Promise<void> {
  const client = new ShopifyClient(context)
  const ours = Object.values((await context.state.get<Record<string, string>>(STATE)) ?? {})
  for (const { id, uri } of await subscriptions(client)) {
    if (!ours.includes(id) && uri !== context.endpointUrl) continue
    await client.mutate(REMOVE, { id })
  }
  await context.state.delete(STATE)
}

interface Subscription {
  id: string
  topic: string
  uri: string | null
}

async function subscriptions(client: ShopifyClient): Promise<Subscription[]> {
  const { items } = await readPages<Subscription, string>(async (after) => {
    const page = asObject((await client.query<Json>(LIST, { after })).webhookSubscriptions) ?? {}
    const info = asObject(page.pageInfo) ?? {}
    return {
      items: asObjects(page.nodes).map(subscription),
      next: info.hasNextPage === true ? asText(info.endCursor) : null,
    }
  })
  return items
}

const subscription = ({ id, topic, uri }: Json): Subscription => ({
  id: asText(id) ?? '',
  topic: asText(topic) ?? '',
  uri: asText(uri),
})

async function create(client: ShopifyClient, topic: string, uri: string): Promise<string | null> {
  const answer = await client.mutate<Json>(CREATE, { topic, subscription: { uri, format: 'JSON' } })
  const created = asObject(answer.webhookSubscriptionCreate) ?? {}
  // Somebody was faster, which is as good as having made it.
  if (asObjects(created.userErrors).some((each) => TAKEN.test(asText(each.message) ?? ''))) return null
  refuseUserErrors(created.userErrors)
  return asText(asObject(created.webhookSubscription)?.id)
}

async function move(client: ShopifyClient, id: string, uri: string): Promise<string> {
  const answer = await client.mutate<Json>(MOVE, { id, subscription: { uri } })
  refuseUserErrors(asObject(answer.webhookSubscriptionUpdate)?.userErrors)
  return id
}

/** `orders/create` → `ORDERS_CREATE`. */
function enumOf(topic: string) {
  return topic.replace('/', '_').toUpperCase()
}
