import db from '@adonisjs/lucid/services/db'
import type { Workspace } from '#app/accounts/workspace'
import { clock, DAY, HOUR, MINUTE } from '#app/clock'
import type { Connection } from '#app/connectors/connection'
import { linkWith, recordClick } from '#app/links/clicks'
import { drain } from '#app/work/worker'
import { atTime } from './demo_workspace.ts'
import { anotherPhone } from './people.ts'
import type { SandboxPhone } from './phone.ts'
import { change, write } from './phone_acts.ts'
import { Carrier } from './demo_carrier.ts'
import { ship } from './parcels.ts'
import { abandonCart, buy, tellOwn, cart } from './shop.ts'

const DAYS = 14

/** How a visit to the shop went, by turns: what is bought, what is only read, what may not be said at all. */
const VISITS = ['reminded', 'ignored', 'bought', 'reminded', 'unasked', 'stopped'] as const
type Visit = (typeof VISITS)[number]

/**
 * Two weeks in which the shop was open, played through the real path with the clock set back: deliveries, runs,
 * messages, orders and reports are as the days would have left them.
 */
export async function playDemoHistory(workspace: Workspace, connection: Connection): Promise<void> {
  const today = clock.now()
  const carrier = new Carrier(workspace)
  let turn = 0
  for (let day = DAYS; day >= 0; day--) {
    const opens = today - day * DAY - 4 * HOUR
    await atTime(opens - MINUTE, () => carrier.round())
    const visits = day === 0 ? VISITS.length : 1 + ((day * 7) % 4)
    for (let nth = 0; nth < visits; nth++) {
      // Today's parcels are still being packed, but for the first.
      const packs = day > 0 || nth === 0
      await atTime(opens + nth * 37 * MINUTE, () =>
        visit({ workspace, connection, carrier: packs ? carrier : null }, VISITS[turn++ % VISITS.length])
      )
    }
  }
}

interface Shop {
  workspace: Workspace
  connection: Connection
  carrier: Carrier | null
}

async function visit({ workspace, connection, carrier }: Shop, how: Visit): Promise<void> {
  const phone = await anotherPhone(connection)
  if (how === 'bought') await buy(workspace, phone)
  else if (how === 'unasked') await leaveWithoutConsent(workspace, phone)
  else await abandonCart(workspace, phone)
  await later(0)
  await later(MINUTE)

  if (how === 'reminded') await comeBack(workspace, phone)
  if (how === 'stopped') await write(workspace, phone, { text: 'STOP' })
  await later(MINUTE)
  if (how === 'bought' || how === 'reminded') carrier?.take(phone, await ship(workspace, phone))
  await later(MINUTE)
}

async function later(milliseconds: number): Promise<void> {
  clock.advance(milliseconds)
  await drain()
}

const leaveWithoutConsent = (workspace: Workspace, phone: SandboxPhone) =>
  tellOwn(workspace, phone, {
    type: 'cart',
    data: { ...cart(workspace, `cart-${clock.now()}`), changedAt: clock.now() - 2 * HOUR },
  })

/** Reads the reminder, taps its link and buys. */
async function comeBack(workspace: Workspace, phone: SandboxPhone): Promise<void> {
  await change(phone, { readsAtOnce: true })
  await later(4 * MINUTE)
  const link: { code: string } | null = await db
    .from('links')
    .where('workspace_id', workspace.id)
    .orderBy('id', 'desc')
    .first()
  const tapped = link && (await linkWith(link.code))
  if (tapped) await recordClick(tapped, 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) Mobile/15E148')
  await later(3 * MINUTE)
  await buy(workspace, phone)
}
