import { Workspace } from '#app/accounts/workspace'
import { clock } from '#app/clock'
import { isMysql, transaction } from '#app/database'
import type { Row, Trx } from '#app/database'
import { finish } from '#app/work/claim'
import type { ClaimedRow } from '#app/work/claim'
import { registerWork } from '#app/work/worker'
import db from '@adonisjs/lucid/services/db'
import { lockContacts } from '#app/contacts/locks'
import { record } from '#app/events/record'
import { concerns } from './cart_episodes.ts'
import { cartEvent, cartPayload } from './cart_payloads.ts'
import { ordersOfCheckouts } from './carts_projector.ts'
import { mapKey } from './shop_objects.ts'

export function registerIdleCarts(): void {
  registerWork({
    name: 'idle_carts',
    table: 'carts',
    states: ['open'],
    lanes: ['default'],
    batch: 25,
    handle: (rows) => transaction((trx) => abandon(trx, rows)),
    giveUp: (row) =>
      finish(db.connection(), 'carts', row, {
        state: 'held',
        due_at: null,
        reason: JSON.stringify({ code: 'gave_up' }),
      }),
  })
}

/** What a cart's fate hangs on besides itself. */
interface Circumstances {
  orders: Awaited<ReturnType<typeof ordersOfCheckouts>>
  latest: Map<string, number>
  workspaces: Map<string, Workspace>
}

async function abandon(trx: Trx, rows: ClaimedRow[]): Promise<void> {
  await lockContacts(
    trx,
    rows.map((row) => String(row.contact_id))
  )
  const carts = await reread(trx, rows)
  const circumstances = await look(trx, carts)

  for (const row of rows) {
    const cart = carts.find(({ id }) => id === row.id)
    // Changed, or completed, since it was claimed.
    if (!cart || cart.state !== 'open' || cart.due_at === null || Number(cart.due_at) > clock.now()) {
      await finish(trx, 'carts', row, {})
      continue
    }
    await finish(trx, 'carts', row, {
      due_at: null,
      updated_at: clock.now(),
      ...(await fateOf(trx, cart, circumstances)),
    })
  }
}

async function fateOf(trx: Trx, cart: Row, { orders, latest, workspaces }: Circumstances): Promise<Row> {
  const workspaceId = String(cart.workspace_id)
  const order = orders.get(mapKey(workspaceId, String(cart.natural_key)))
  if (order && concerns(order, { changedAt: Number(cart.changed_at), hash: String(cart.items_hash) })) {
    return { state: 'completed', order_id: order.id, completed_at: order.placedAt }
  }

  const workspace = workspaces.get(workspaceId)
  const contactId = String(cart.contact_id)
  const abandonedAt = Number(cart.due_at)
  const before = latest.get(contactId)
  const every = workspace?.setting('cart_abandoned_every') ?? 0
  if (before !== undefined && abandonedAt - before < every) {
    return { state: 'held', reason: JSON.stringify({ code: 'abandoned_recently', params: { since: before } }) }
  }

  latest.set(contactId, abandonedAt)
  await record(trx, [
    {
      ...cartEvent(cart),
      type: 'cart.abandoned',
      occurredAt: abandonedAt,
      payload: cartPayload(cart),
      historic: Boolean(cart.historic),
      causedBy: cart.event_id as string | null,
      depth: 1,
    },
  ])
  return { state: 'abandoned', abandoned_at: abandonedAt, abandoned_episode: cart.episode, reason: null }
}

async function reread(trx: Trx, rows: ClaimedRow[]): Promise<Row[]> {
  const query = trx
    .from('carts')
    .whereIn(
      'id',
      rows.map((row) => row.id)
    )
    .orderBy('id')
  return isMysql(trx) ? query.forUpdate() : query
}

async function look(trx: Trx, carts: Row[]): Promise<Circumstances> {
  const orders = await ordersOfCheckouts(
    trx,
    carts.map((cart) => ({
      workspaceId: String(cart.workspace_id),
      connector: String(cart.connector),
      account: cart.account as string | null,
      cartId: String(cart.provider_id),
    }))
  )
  const rows: { contact_id: string; latest: number }[] = await trx
    .from('carts')
    .whereIn(
      'contact_id',
      carts.map((cart) => String(cart.contact_id))
    )
    .whereNotNull('abandoned_at')
    .groupBy('contact_id')
    .select('contact_id')
    .max('abandoned_at as latest')
  const workspaces = await Workspace.query({ client: trx }).whereIn('id', [
    ...new Set(carts.map((cart) => String(cart.workspace_id))),
  ])
  return {
    orders,
    latest: new Map(rows.map((row) => [row.contact_id, Number(row.latest)])),
    workspaces: new Map(workspaces.map((workspace) => [workspace.id, workspace])),
  }
}
