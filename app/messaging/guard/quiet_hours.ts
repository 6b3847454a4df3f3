import { DateTime, IANAZone } from 'luxon'
import { allow, delay } from './rule.ts'
import type { Rule } from './rule.ts'

/** Marketing leaves by day, as the contact's clock has it. */
export const quietHours: Rule = {
  name: 'quiet_hours',
  binds: ['marketing'],
  judge({ now, facts: { workspace, contact } }) {
    if (!workspace?.settings.quiet_hours) return allow()
    const zone = zoneOf(contact?.timezone) ?? workspace.timezone
    const until = endOfQuiet(now, zone, workspace.settings.quiet_from, workspace.settings.quiet_until)
    return until === null ? allow() : delay(until, 'quiet_hours', { zone })
  },
}

const zoneOf = (name: string | null | undefined) => (name && IANAZone.isValidZone(name) ? name : null)

/** When the quiet that holds now ends; null when it does not. Quiet from 20:00 until 09:00 spans midnight. */
export function endOfQuiet(now: number, zone: string, from: string, until: string): number | null {
  if (from === until) return null
  const local = DateTime.fromMillis(now, { zone })
  const time = local.toFormat('HH:mm')
  const quiet = from < until ? time >= from && time < until : time >= from || time < until
  if (!quiet) return null

  const [hour, minute] = until.split(':').map(Number)
  const end = local.set({ hour, minute, second: 0, millisecond: 0 })
  return (end.toMillis() > now ? end : end.plus({ days: 1 })).toMillis()
}
