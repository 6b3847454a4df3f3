import db from '@adonisjs/lucid/services/db'
import { clock, HOUR, MINUTE } from '#app/clock'
import { newId } from '#app/ids'
import { insert } from '#app/database'
import { fakeWorld } from '#app/calls/fake_world'
import { forgetDatasets } from '#app/conversions/datasets'
import type { Workspace } from '#app/accounts/workspace'
import { catalogue } from '#app/events/catalogue'
import type { OrderPayload } from '#sdk/index'
import { givenConnection } from './connections.ts'
import { FakeGraph } from './fake_world/graph.ts'

export const TOKEN = 'conversions-token-for-tests'
const GRAPH = 'https://graph.facebook.com'

/** Meta stands in for itself for the length of one test. */
export async function givenMeta(): Promise<{ graph: FakeGraph; leave: () => Promise<void> }> {
  const graph = new FakeGraph({ now: () => clock.now() }).addToken(TOKEN)
  fakeWorld.lead(GRAPH, await graph.start())
  const leave = async () => {
    // What a test left waiting must not look for Meta itself in the next one.
    await db.from('reports').where('state', 'pending').delete()
    fakeWorld.lead(GRAPH, null)
    await graph.stop()
  }
  return { graph, leave }
}

let datasets = 998_877_665_500_000

/** A dataset of the workspace's own, connected. */
export async function givenDataset(workspace: Pick<Workspace, 'id'>, graph: FakeGraph, token = TOKEN) {
  const datasetId = String(++datasets)
  graph.addDataset(datasetId)
  const { connection } = await givenConnection(workspace, 'meta-conversions', {
    credentials: { accessToken: token },
    settings: { datasetId },
    account: datasetId,
  })
  forgetDatasets()
  return { connection, datasetId }
}

/** An order paid just now, placed a few minutes before, by somebody with a browser. */
export function paidOrder(change: Partial<OrderPayload> = {}): OrderPayload {
  const now = clock.now()
  return {
    ...(catalogue.get('order.paid')?.sample as OrderPayload),
    orderId: '5581',
    number: '#1042',
    total: { amount: 18_400, currency: 'EUR' },
    placedAt: now - 5 * MINUTE,
    paidAt: now,
    version: now,
    live: true,
    client: {
      ip: '203.0.113.7',
      userAgent: 'Mozilla/5.0',
      sourceUrl: 'https://bottega.example/thanks',
      fbc: null,
      fbp: 'fb.1.1794000000000.1',
    },
    ...change,
  }
}

export const orderFact = (change: Partial<OrderPayload> = {}) => {
  const payload = paidOrder(change)
  return {
    type: 'order.paid',
    key: payload.orderId,
    subject: { kind: 'order', id: payload.orderId },
    payload,
  }
}

/** A message the contact has received, as its history shows it; `clickedAt` when its link was opened too. */
export async function givenDelivered(
  contact: { id: string; workspaceId: string },
  { deliveredAt = clock.now() - HOUR, clickedAt = null as number | null, purpose = 'marketing' } = {}
) {
  const id = newId('message')
  const base = { id, workspace_id: contact.workspaceId, created_at: deliveredAt, updated_at: deliveredAt }
  await insert(db.connection(), 'messages', {
    ...base,
    natural_key: id,
    direction: 'out',
    medium: 'whatsapp',
    contact_id: contact.id,
    purpose,
    kind: 'text',
    content: '{}',
    delivered_at: deliveredAt,
    lane: 'marketing',
    state: 'delivered',
  })
  if (clickedAt !== null) {
    const link = newId('link')
    await insert(db.connection(), 'clicks', {
      id: newId('click'),
      workspace_id: contact.workspaceId,
      link_id: link,
      message_id: id,
      contact_id: contact.id,
      clicked_at: clickedAt,
    })
  }
  return id
}
