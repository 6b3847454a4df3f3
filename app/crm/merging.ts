import type { CrmField } from '#sdk/index'
import { writesCrm, writesOurs } from './mapping.ts'
import type { MappingRow, Rule } from './mapping.ts'
import type { OwnField } from './own_fields.ts'
import { fromCrm, sameValue, toCrm } from './values.ts'

/** What both sides held when they last agreed, or when it was last decided that they need not. */
export interface Agreed {
  ours: unknown
  theirs: unknown
}

/** One mapped field, seen from both sides. Values of theirs are in the form of `plainOf`. */
export interface Meeting {
  row: MappingRow
  own: OwnField
  crm: CrmField
  ours: unknown
  theirs: unknown
  /** Null: they have never met before. */
  base: Agreed | null
  /** When each side took its value; null: not known. */
  oursAt: number | null
  theirsAt: number | null
}

interface Difference {
  meeting: Meeting
  /** Which rule decided, where both had changed. */
  rule: Rule | null
}

export type Decision =
  | { kind: 'same'; meeting: Meeting }
  | ({ kind: 'to_crm' | 'from_crm'; value: unknown } & Difference)
  /** They differ and stay so; `code` says why, and is null where it was said before. */
  | ({ kind: 'kept'; code: string | null; params?: Record<string, string> } & Difference)

/** Three-way: what each side holds against what both held. Who wrote it does not matter, so an echo is simply no change. */
export function decide(meeting: Meeting): Decision {
  if (agree(meeting)) return { kind: 'same', meeting }
  const { row, base, ours, theirs } = meeting
  const oursChanged = base ? !sameValue(ours, base.ours) : !sameValue(ours, null)
  const theirsChanged = base ? !sameValue(theirs, base.theirs) : !sameValue(theirs, null)
  if (!oursChanged && !theirsChanged) return { kind: 'kept', meeting, rule: null, code: null }

  const both = oursChanged && theirsChanged && row.direction === 'both'
  const rule = both ? row.rule : null
  const outward = both ? oursWins(meeting) : row.direction === 'both' ? oursChanged : writesCrm(row)
  // In a one-way street, what the other end did is nobody's to undo.
  if (!both && !(outward ? oursChanged : theirsChanged))
    return { kind: 'kept', meeting, rule: null, code: 'crm_one_way' }
  return outward ? writeTheirs(meeting, rule) : writeOurs(meeting, rule)
}

function agree({ own, crm, ours, theirs, row }: Meeting): boolean {
  const out = writesCrm(row) ? toCrm(crm, ours) : null
  if (out?.ok && sameValue(out.value, theirs)) return true
  const back = writesOurs(row) ? fromCrm(own, crm, theirs) : null
  return Boolean(back?.ok && sameValue(back.value, ours))
}

/** At the same moment, and where nobody knows, the CRM is believed: it is where people look things up. */
function oursWins({ row, oursAt, theirsAt }: Meeting): boolean {
  if (row.rule !== 'newest') return row.rule === 'staffetta'
  return oursAt !== null && (theirsAt === null || oursAt > theirsAt)
}

function writeTheirs(meeting: Meeting, rule: Rule | null): Decision {
  const { crm, ours } = meeting
  if (sameValue(ours, null) && crm.required) return { kind: 'kept', meeting, rule, code: 'crm_required_empty' }
  const converted = toCrm(crm, ours)
  if (!converted.ok) return { kind: 'kept', meeting, rule, code: converted.code, params: converted.params }
  return { kind: 'to_crm', meeting, rule, value: converted.value }
}

function writeOurs(meeting: Meeting, rule: Rule | null): Decision {
  const converted = fromCrm(meeting.own, meeting.crm, meeting.theirs)
  if (!converted.ok) return { kind: 'kept', meeting, rule, code: converted.code, params: converted.params }
  return { kind: 'from_crm', meeting, rule, value: converted.value }
}
