import type { Json, Reason } from '~/components/connections/types'

export const DIRECTIONS = ['from_crm', 'both', 'to_crm'] as const
export type Direction = (typeof DIRECTIONS)[number]
export const RULES = ['newest', 'crm', 'staffetta'] as const
export type Rule = (typeof RULES)[number]
export const ACTIVITIES = ['off', 'daily', 'each'] as const
export type Activities = (typeof ACTIVITIES)[number]

export type MappingRow = { field: string; crmField: string; direction: Direction; rule: Rule }

export type OwnField = { name: string; title: string | null; type: string; writable: boolean }
export type CrmField = { name: string; title: string; type: string; readOnly: boolean; required: boolean }

export type MappingProblem = Reason & { row: number | null; on: 'field' | 'crmField' | 'direction' }

export type Sync = {
  on: boolean
  activities: Activities
  code: string | null
  params: Reason['params'] | null
  fieldsAt: number | null
  askedAt: number | null
}

export type Backfill = {
  id: string
  direction: 'from_crm' | 'to_crm'
  state: 'running' | 'paused' | 'done' | 'cancelled' | 'failed'
  total: number | null
  seen: number
  done: number
  changed: number
  skipped: number
  refused: number
  code: string | null
  params: Reason['params'] | null
  startedAt: number
  finishedAt: number | null
}

export type Outcome = 'to_crm' | 'from_crm' | 'kept' | 'same' | 'refused' | 'linked' | 'unlinked' | 'logged'

export type LogLine = {
  id: string
  at: number
  outcome: Outcome
  contact: { id: string; name: string | null } | null
  crmId: string | null
  field: string | null
  crmField: string | null
  before: Json
  after: Json
  lost: Json
  rule: Rule | null
  code: string | null
  params: Reason['params'] | null
}

export type PreviewLine = {
  field: string
  crmField: string
  ours: Json
  theirs: Json
  becomes: 'same' | 'to_crm' | 'from_crm' | 'kept'
  value: Json
  code: string | null
}
