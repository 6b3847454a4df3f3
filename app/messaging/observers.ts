import type { Trx } from '#app/database'
import { sideBySide } from '#app/together'
import type { Lane } from '#app/work/bell'
import type { MessageState } from './message.ts'

/** What became of a message, for whoever waits for it. */
export interface SettledMessage {
  id: string
  workspaceId: string
  contactId: string
  runId: string | null
  stepRunId: string | null
  leg: number
  purpose: string
  /** Where it waited to be sent: its run goes on there. */
  lane: Lane
  /** `sent` (accepted), `refused`, `failed`, `unknown`, `cancelled`, `expired`; `delivered` or `read` where that came first. */
  state: MessageState
  code: string | null
  params: Record<string, unknown> | null
}

type Observer = (trx: Trx, message: SettledMessage) => Promise<void>

const observers: Observer[] = []

/**
 * Called in the transaction that settles a message: accepted, refused, failed, unknown, cancelled or expired. More
 * than once for the same message when its fortune changes (unknown, then delivered after all). A message that was
 * refused while it was being composed is not announced: its composer holds it.
 */
export const onSettled = (observer: Observer): void => void observers.push(observer)

export async function settle(trx: Trx, messages: SettledMessage[]): Promise<void> {
  for (const observer of observers)
    await sideBySide(
      messages,
      (message) => message.runId ?? message.id,
      (message) => observer(trx, message)
    )
}
