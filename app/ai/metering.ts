import db from '@adonisjs/lucid/services/db'
import { clock, machineNow } from '#app/clock'
import type { Row } from '#app/database'
import { isConnectorError } from '#sdk/errors'
import type { ConnectorError } from '#sdk/errors'
import type { ModelUsage } from '#sdk/index'
import { reserve } from './budget.ts'
import type { Chosen } from './choice.ts'
import { monthOf } from './months.ts'
import { settle } from './settling.ts'
import type { AiSettings } from './settings.ts'

export interface Job<T> {
  question: {
    workspaceId: string
    purpose: string
    runId?: string | null
    node?: string | null
    contactId?: string | null
  }
  chosen: Chosen
  settings: AiSettings
  /** The most it can take. */
  most: ModelUsage
  call(): Promise<T>
  usageOf(value: T): ModelUsage
}

export type Metered<T> =
  { ok: true; value: T; callId: string } | { ok: false; code: string; params: Record<string, unknown> }

/** Makes a call within the budget and writes down what became of it, whatever that is. */
export async function metered<T>(job: Job<T>): Promise<Metered<T>> {
  const { question, chosen, settings, most } = job
  const month = monthOf(clock.now(), await zoneOf(question.workspaceId))
  const { id, connector } = chosen.connection
  const facts = { ...who(question), month, connectionId: id, connector, model: chosen.model }
  const reserved = await reserve(facts, { most, price: chosen.price, settings })
  if (!reserved.ok) return { ok: false, code: 'ai_budget_spent', params: { limit: reserved.limit, month } }

  const { reservation } = reserved
  const startedAt = machineNow()
  try {
    const value = await job.call()
    const requestId = (value as { requestId?: string | null }).requestId ?? null
    const usage = job.usageOf(value)
    await settle(reservation, { state: 'done', usage, tookMs: machineNow() - startedAt, requestId })
    return { ok: true, value, callId: reservation.id }
  } catch (error) {
    const failure = failureOf(error)
    await settle(reservation, { ...failure.settlement, tookMs: machineNow() - startedAt })
    if (failure.throws) throw error
    return { ok: false, code: failure.settlement.code, params: failure.settlement.params }
  }
}

const who = ({ workspaceId, purpose, runId, node, contactId }: Job<unknown>['question']) => ({
  workspaceId,
  purpose,
  runId: runId ?? null,
  node: node ?? null,
  contactId: contactId ?? null,
})

const NOTHING: ModelUsage = { input: 0, output: 0, cached: 0 }

/** What said that nothing was done cost nothing; of what fell silent nobody knows. */
function failureOf(error: unknown) {
  const known = isConnectorError(error) ? error : null
  const lost = known === null || known.code === 'E_OUTCOME_UNKNOWN'
  return {
    throws: known === null || known.retryable || lost,
    settlement: {
      state: lost ? ('unknown' as const) : ('failed' as const),
      usage: lost ? null : NOTHING,
      code: codeOf(known),
      params: known ? paramsOf(known) : {},
    },
  }
}

function codeOf(error: ConnectorError | null): string {
  if (!error) return 'outcome_unknown'
  if ('policy' in error && error.policy === 'insufficient_quota') return 'ai_no_credit'
  return error.code.replace(/^E_/, '').toLowerCase()
}

const paramsOf = (error: ConnectorError): Record<string, unknown> => ({
  message: error.message,
  ...(error.vendorCode ? { providerCode: error.vendorCode } : {}),
  ...('field' in error ? { field: error.field } : {}),
})

async function zoneOf(workspaceId: string): Promise<string> {
  const row: Row | null = await db.from('workspaces').where('id', workspaceId).select('timezone').first()
  return typeof row?.timezone === 'string' ? row.timezone : 'UTC'
}
