import { clock } from '#app/clock'
import { upsert } from '#app/database'
import type { Client, Row } from '#app/database'
import { newId } from '#app/ids'

/** How a workspace uses models. Amounts are millionths of the currency's unit; null: no limit. */
export interface AiSettings {
  connectionId: string | null
  model: string | null
  currency: string
  budgetMicros: number | null
  budgetTokens: number | null
  /** Whether phones, e-mails, cards and IBANs are hidden from models that run elsewhere. */
  redact: boolean
}

/** Vendors list their prices in dollars, and a mistake in a pipeline must not cost a fortune before anybody looks. */
export const DEFAULT_AI_SETTINGS: AiSettings = {
  connectionId: null,
  model: null,
  currency: 'USD',
  budgetMicros: 20_000_000,
  budgetTokens: null,
  redact: true,
}

export async function aiSettings(client: Client, workspaceId: string): Promise<AiSettings> {
  const row: Row | null = await client.from('ai_settings').where('workspace_id', workspaceId).first()
  if (!row) return DEFAULT_AI_SETTINGS
  return {
    connectionId: textOrNull(row.connection_id),
    model: textOrNull(row.model),
    currency: String(row.currency),
    budgetMicros: amountOrNull(row.budget_micros),
    budgetTokens: amountOrNull(row.budget_tokens),
    redact: Boolean(row.redact),
  }
}

export async function saveAiSettings(client: Client, workspaceId: string, settings: AiSettings): Promise<void> {
  const now = clock.now()
  const change = {
    connection_id: settings.connectionId,
    model: settings.model,
    currency: settings.currency,
    budget_micros: settings.budgetMicros,
    budget_tokens: settings.budgetTokens,
    redact: settings.redact,
    updated_at: now,
  }
  const row = { id: newId('row'), workspace_id: workspaceId, created_at: now, ...change }
  await upsert(client, 'ai_settings', row, ['workspace_id'], Object.keys(change))
}

export const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
export const amountOrNull = (value: unknown): number | null =>
  value === null || value === undefined ? null : Number(value)
