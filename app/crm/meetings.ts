import type { CrmRecord } from '#sdk/index'
import type { Base } from './link.ts'
import { decide } from './merging.ts'
import type { Decision } from './merging.ts'
import type { Pair } from './scene.ts'
import { plainOf } from './values.ts'

interface Sides {
  ours: Record<string, unknown>
  /** When our fields changed, as far as it was heard of. */
  changed: Record<string, number>
  /** Null: there is no record yet. */
  record: CrmRecord | null
  base: Base
}

/** What is to be done about each mapped field of one contact. */
export const decisionsOf = (pairs: Pair[], { ours, changed, record, base }: Sides): Decision[] =>
  pairs.map(({ row, own, crm }) =>
    decide({
      row,
      own,
      crm,
      ours: ours[row.field] ?? null,
      theirs: plainOf(crm, record?.fields[crm.name]),
      base: (record && base[row.field]) ?? null,
      oursAt: changed[row.field] ?? null,
      theirsAt: record ? (record.changedAt?.[crm.name] ?? record.modifiedAt) : null,
    })
  )

/** What the CRM is to be told, under its names. */
export const writesIn = (decisions: Decision[]): Record<string, unknown> =>
  Object.fromEntries(
    decisions.flatMap((decision) =>
      decision.kind === 'to_crm' ? [[decision.meeting.row.crmField, decision.value]] : []
    )
  )
