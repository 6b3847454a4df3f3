import { clock } from '#app/clock'
import { transaction } from '#app/database'
import { finish } from '#app/work/claim'
import type { ClaimedRow } from '#app/work/claim'
import type { Work } from '#app/work/worker'
import { announce } from './live.ts'
import { SandboxPhone } from './phone.ts'
import type { Told } from './phone.ts'
import { tell } from './telling.ts'

interface TravellingRow extends ClaimedRow {
  workspace_id: string
  connection_id: string
  phone_id: string
  provider_id: string
  correlation: string | null
  told: Told
}

const STEPS: Told[] = ['nothing', 'sent', 'delivered', 'read']

/** Carries messages to their phones and tells each status once. A phone that is offline gets them when it is back. */
export const travelling: Work<TravellingRow> = {
  name: 'sandbox_travelling',
  table: 'sandbox_messages',
  states: ['travelling'],
  lanes: ['conversational'],
  batch: 20,
  async handle(rows) {
    for (const row of rows) await travel(row)
  },
  giveUp: (row) => transaction((trx) => finish(trx, 'sandbox_messages', row, { state: 'lost', due_at: null })),
}

async function travel(row: TravellingRow): Promise<void> {
  const phone = await SandboxPhone.findOrFail(row.phone_id)
  const goal: Told = phone.offline ? 'sent' : phone.readsAtOnce ? 'read' : 'delivered'
  const steps = STEPS.slice(STEPS.indexOf(row.told) + 1, STEPS.indexOf(goal) + 1)
  for (const [index, status] of steps.entries()) await tellStatus(row, status, clock.now() + index)

  const change = {
    told: steps.at(-1) ?? row.told,
    state: phone.offline ? 'waiting' : 'arrived',
    due_at: null,
    updated_at: clock.now(),
  }
  await transaction((trx) => finish(trx, 'sandbox_messages', row, change))
  announce(phone)
}

/** `occurred_at` differs by a millisecond each, so that lists show them in the order they happened. */
export const tellStatus = (
  row: Pick<TravellingRow, 'connection_id' | 'provider_id' | 'correlation' | 'phone_id'>,
  status: Told,
  at: number
): Promise<string> =>
  tell(row.connection_id, {
    id: `${row.provider_id}:${status}`,
    at,
    type: 'status',
    data: { status, providerId: row.provider_id, correlation: row.correlation },
  })
