import type { Workspace } from '#app/accounts/workspace'
import { clock, DAY, HOUR } from '#app/clock'
import { drain } from '#app/work/worker'
import type { ShipmentPayload } from '#sdk/index'
import { tellOf } from './parcels.ts'
import type { Parcel } from './parcels.ts'
import type { SandboxPhone } from './phone.ts'
import { write } from './phone_acts.ts'
import { refund } from './shop.ts'

type State = ShipmentPayload['state']

interface Carried {
  phone: SandboxPhone
  parcel: Parcel
  left: number
  states: State[]
  /** Said to whoever asks how it was; null: no answer. */
  opinion: string | null
}

/** Where parcels go, by turns; one comes late, and one breaks. */
const WAYS: Pick<Carried, 'states' | 'opinion'>[] = [
  { states: ['in_transit', 'delivered'], opinion: '5' },
  { states: ['delayed', 'in_transit', 'delivered'], opinion: null },
  { states: ['in_transit', 'delivered'], opinion: '2' },
  { states: ['in_transit', 'out_for_delivery', 'delivered'], opinion: null },
]

/** The pretend carrier of the demo: comes by once a day and brings every parcel a step further. */
export class Carrier {
  readonly #workspace: Workspace
  #carried: Carried[] = []
  #turn = 0

  constructor(workspace: Workspace) {
    this.#workspace = workspace
  }

  take(phone: SandboxPhone, parcel: Parcel): void {
    const way = WAYS[this.#turn++ % WAYS.length]
    this.#carried.push({ phone, parcel, left: clock.now(), states: [...way.states], opinion: way.opinion })
  }

  async round(): Promise<void> {
    await drain()
    for (const each of this.#carried) if (clock.now() - each.left > 12 * HOUR) await this.#further(each)
    await drain()
  }

  /** The question how it was comes a day after the parcel, and is answered the day after that. */
  async #further(each: Carried): Promise<void> {
    const state = each.states.shift()
    if (state) return void (await tellOf(this.#workspace, each.phone, { parcel: each.parcel, state }))
    if (!each.opinion || clock.now() - each.left < 4 * DAY) return
    await write(this.#workspace, each.phone, { text: each.opinion })
    if (each.opinion === '2') await refund(this.#workspace, each.phone, each.parcel.orderId)
    each.opinion = null
  }
}
