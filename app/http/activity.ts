import transmit from '@adonisjs/transmit/services/main'
import { machineNow, SECOND } from '#app/clock'

const last = new Map<string, number>()
const pending = new Set<string>()

/** Tells open consoles that something has moved, at most once a second per workspace. It only makes them look. */
export function announceActivity(workspaceId: string): void {
  if (pending.has(workspaceId)) return
  const wait = (last.get(workspaceId) ?? 0) + SECOND - machineNow()
  if (wait <= 0) return tell(workspaceId)
  pending.add(workspaceId)
  setTimeout(() => tell(workspaceId), wait).unref()
}

function tell(workspaceId: string): void {
  pending.delete(workspaceId)
  last.set(workspaceId, machineNow())
  transmit.broadcast(`workspaces/${workspaceId}/activity`, {})
}
