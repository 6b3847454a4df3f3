import transmit from '@adonisjs/transmit/services/main'
import type { SandboxPhone } from './phone.ts'

/** Tells open consoles that the phone's chat has changed. It only makes them look: nothing is in it. */
export function announce(phone: Pick<SandboxPhone, 'workspaceId' | 'id'>): void {
  transmit.broadcast(`workspaces/${phone.workspaceId}/sandbox`, { phone: phone.id })
}
