import type { BubbleMessage } from '~/components/phone/types'

export type SandboxBubble = BubbleMessage & { providerId: string }

export type SandboxView = {
  phone: { id: string; name: string | null; offline: boolean; blocks: boolean; readsAtOnce: boolean }
  shop: string
  bubbles: SandboxBubble[]
  contactId: string | null
}
