import { asText, failedWith, orElse, Permanent } from '#sdk/index'
import type { Context } from '#sdk/index'
import type Stripe from 'stripe'
import { StripeClient } from './client.ts'
import { TELLINGS } from './tellings.ts'
import { API_VERSION } from './version.ts'

type Endpoint = Stripe.WebhookEndpoint
type Wanted = Stripe.WebhookEndpointCreateParams.EnabledEvent

/** The endpoint whose secret is among the credentials. */
const OURS = 'webhookEndpoint'
const EVENTS = Object.keys(TELLINGS) as Wanted[]

/**
 * Makes the webhook endpoint, or mends it: moved, switched off by Stripe, or lacking events. Its secret is told once, when
 * it is made, so one whose secret we do not have is made anew, and so is one that speaks another version of the API.
 */
export async function subscribe(context: Context): Promise<void> {
  const url = context.endpointUrl
  if (url === null) return
  const client = new StripeClient(context)
  const ours = await context.state.get<string>(OURS)
  const endpoints = await existing(context, client)
  // A key without this permission is all right for whoever made the endpoint by hand.
  if (endpoints === null) return
  const found = endpoints.find(({ id }) => id === ours) ?? endpoints.find((each) => each.url === url)
  if (found && usable(context, found, ours)) return mend(client, found, url)
  if (found) await remove(client, found.id)
  await make(client, url)
}

/** One made by hand may speak a version of its own. */
function usable({ credentials }: Context, { id, api_version }: Endpoint, ours: string | null): boolean {
  return asText(credentials.webhookSecret) !== null && (id !== ours || api_version === API_VERSION)
}

/** Takes away the endpoint that was made here. One made by hand is left to whoever made it. */
export async function unsubscribe(context: Context): Promise<void> {
  const ours = await context.state.get<string>(OURS)
  if (ours === null) return
  await remove(new StripeClient(context), ours)
  await context.state.delete(OURS)
}

async function existing(context: Context, client: StripeClient): Promise<Endpoint[] | null> {
  try {
    return (await client.read((stripe) => stripe.webhookEndpoints.list({ limit: 100 }))).data
  } catch (error) {
    if (failedWith(error, 'E_PERMISSION_MISSING') && asText(context.credentials.webhookSecret)) return null
    throw error
  }
}

async function make(client: StripeClient, url: string): Promise<void> {
  const { context } = client
  const made = await client.change((stripe) =>
    stripe.webhookEndpoints.create({ url, enabled_events: EVENTS, api_version: API_VERSION, description: 'Staffetta' })
  )
  if (!made.secret) throw new Permanent('Stripe made the webhook and did not tell its secret')
  await context.saveCredentials({ ...context.credentials, webhookSecret: made.secret })
  await context.state.set(OURS, made.id)
}

async function mend(client: StripeClient, { id, ...present }: Endpoint, url: string): Promise<void> {
  const events = present.enabled_events
  const complete = events.includes('*') || EVENTS.every((event) => events.includes(event))
  if (complete && present.url === url && present.status === 'enabled') return
  const enabled_events = complete ? undefined : [...new Set([...(events as Wanted[]), ...EVENTS])]
  await client.change((stripe) => stripe.webhookEndpoints.update(id, { url, enabled_events, disabled: false }))
}

/** Gone already is as good. */
const remove = (client: StripeClient, id: string): Promise<unknown> =>
  orElse(
    client.change((stripe) => stripe.webhookEndpoints.del(id)),
    null,
    'E_NOT_FOUND'
  )
