import db from '@adonisjs/lucid/services/db'
import type { Assert } from '@japa/assert'
import type { WebhookBurst } from './webhook_burst.ts'

interface Told {
  /** How to repeat it, for whoever reads that it failed. */
  told: string
  workspace: { id: string }
  endpoint: { id: string }
  burst: WebhookBurst
}

/** Deliveries, events, contacts and runs: one of each for every webhook, and none besides; and so many messages to each. */
export async function assertWhole(assert: Assert, { told, workspace, endpoint, burst }: Told, messagesEach = 1) {
  const { acknowledged, size } = burst
  const deliveries = await db.from('deliveries').where('endpoint_id', endpoint.id).select('id', 'state')
  const ids = new Set(deliveries.map(({ id }) => id))
  const lost = [...acknowledged.values()].filter((id) => !ids.has(id))
  assert.deepEqual(lost, [], told)
  assert.equal(new Set(acknowledged.values()).size, size, told)
  assert.lengthOf(deliveries, size, told)
  const unparsed = deliveries.filter(({ state }) => state !== 'parsed')
  assert.deepEqual(unparsed, [], told)

  const mine = (table: string) => db.from(table).where('workspace_id', workspace.id)
  const events = await mine('events').where('type', 'webhook.received').select('id', 'delivery_id', 'state')
  assert.lengthOf(events, size, told)
  assert.equal(new Set(events.map((event) => event.delivery_id)).size, size, told)
  const unrouted = events.filter(({ state }) => state !== 'routed')
  assert.deepEqual(unrouted, [], told)
  assert.lengthOf(await mine('contacts').select('id'), size, told)

  const runs = await mine('runs').select('id', 'event_id', 'state')
  assert.equal(new Set(runs.map((run) => run.event_id)).size, size, told)
  assert.lengthOf(runs, size, told)
  const unfinished = runs.filter(({ state }) => state !== 'completed')
  assert.deepEqual(unfinished, [], told)

  const messages = await mine('messages').select('id', 'run_id')
  assert.equal(new Set(messages.map((message) => message.run_id)).size, size, told)
  assert.lengthOf(messages, size * messagesEach, told)
}

/** So many runs have ended, and no message is still on its way. */
export async function finished({ id }: { id: string }, runs: number): Promise<boolean> {
  const ended = await db.from('runs').where({ workspace_id: id, state: 'completed' }).count('* as count').first()
  if (Number(ended.count) < runs) return false
  const waiting = ['queued', 'delayed', 'sending']
  return !(await db.from('messages').where('workspace_id', id).whereIn('state', waiting).first())
}

/** By how often each key comes more than once. */
export const doubled = (keys: string[]): [key: string, times: number][] =>
  [...Map.groupBy(keys, (key) => key)].map(([key, all]): [string, number] => [key, all.length]).filter(([, n]) => n > 1)
