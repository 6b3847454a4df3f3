import type { Chain } from '~/components/chain/types'
import type { ConnectionForm, ConnectionLine, ConnectorCard } from '~/components/connections/types'
import type { BubbleMessage } from '~/components/phone/types'

export type StartStep = 'shop' | 'number' | 'pipeline' | 'try'

/** A connector that this step could be done with. */
export type StartChoice = ConnectorCard & {
  reads: string[]
  writes: string[]
  /** The sandbox: nothing to sign in to. */
  sample: boolean
  form: ConnectionForm
  connection: ConnectionLine | null
  /** Where its sender must post to. */
  address: string | null
}

export type StartEntry = {
  key: string
  title: string
  summary: string
  steps: number
  bubble: BubbleMessage | null
  pipeline: { id: string; live: boolean } | null
}

export type StartChannel = { id: string; name: string; label: string | null }

export type StartTrial = {
  pipeline: { id: string; name: string } | null
  /** What starts it; null where its messages cannot reach the pretend phone. */
  happening: 'cart' | 'order' | 'shipment' | null
  phone: { name: string | null; shop: string; bubbles: BubbleMessage[] } | null
  chain: Chain | null
  /** The run that waits for its time. */
  waiting: string | null
  quietUntil: number | null
}
