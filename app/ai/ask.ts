import { createHash } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { SECOND } from '#app/clock'
import type { ModelAnswer, ModelRequest, ModelTurn } from '#sdk/index'
import { choose } from './choice.ts'
import type { Chosen } from './choice.ts'
import { metered } from './metering.ts'
import type { Metered } from './metering.ts'
import { problemOf } from './output_check.ts'
import { Redaction } from './redaction.ts'
import { aiSettings } from './settings.ts'
import type { AiSettings } from './settings.ts'

const TIMEOUT = 25 * SECOND
const MAX_TOKENS = 800

/** What a model is asked, and on whose behalf. */
export interface Question extends Pick<
  ModelRequest,
  'tools' | 'toolChoice' | 'output' | 'maxTokens' | 'effort' | 'onText'
> {
  workspaceId: string
  /** What for, as the usage page shows it: `classify`, `extract`, `reply`. */
  purpose: string
  conversation: ModelTurn[]
  /** In place of the workspace's own. */
  connectionId?: string | null
  model?: string | null
  /** In place of the workspace's setting. A model on this server sees everything. */
  redact?: boolean | null
  runId?: string | null
  node?: string | null
  contactId?: string | null
  signal?: AbortSignal
}

export type Asked =
  { ok: true; answer: ModelAnswer; callIds: string[] } | { ok: false; code: string; params: Record<string, unknown> }

/**
 * The one door to models: chooses one, keeps to the budget, hides personal data, counts, checks the answer and has it
 * mended once. Throws what may be asked again (members of the closed error set); all else is a refusal with a code.
 */
export async function ask(question: Question): Promise<Asked> {
  const settings = await aiSettings(db.connection(), question.workspaceId)
  const choice = await choose(question.workspaceId, question, settings)
  if (!choice.ok) return choice
  const { chosen } = choice

  const hides = chosen.leaves && (question.redact ?? settings.redact)
  const redaction = new Redaction()
  const conversation = hides
    ? question.conversation.map((turn) => ({ ...turn, text: redaction.hide(turn.text) }))
    : question.conversation
  const asked = await answered({ question: { ...question, conversation }, chosen, settings })
  return asked.ok && redaction.count > 0 ? { ...asked, answer: restored(asked.answer, redaction) } : asked
}

interface Asking {
  question: Question
  chosen: Chosen
  settings: AiSettings
}

async function answered(asking: Asking): Promise<Asked> {
  const { output } = asking.question
  const first = await once(asking, asking.question.conversation)
  if (!first.ok) return first
  const refusal = refusalOf(first.answer)
  if (refusal) return refusal
  const problem = output ? problemOf(first.answer.output, output.schema) : null
  if (!problem || !output) return first

  const second = await once(asking, [...asking.question.conversation, ...mending(first.answer, problem)])
  if (!second.ok) return second
  const still = refusalOf(second.answer) ?? (problemOf(second.answer.output, output.schema) ? INVALID : null)
  return still ?? { ...second, callIds: [...first.callIds, ...second.callIds] }
}

const INVALID = { ok: false as const, code: 'ai_output_invalid', params: {} }

const mending = ({ text }: ModelAnswer, problem: string): ModelTurn[] => [
  { role: 'assistant', text: text.slice(0, 4000) },
  { role: 'user', text: `That does not fit: ${problem}. Answer again, with the JSON alone.` },
]

/** An answer that is none, although it was made and is paid for. */
function refusalOf({ stop }: ModelAnswer): Extract<Asked, { ok: false }> | null {
  if (stop === 'refusal') return { ok: false, code: 'ai_declined', params: {} }
  if (stop === 'filter') return { ok: false, code: 'ai_filtered', params: {} }
  return stop === 'length' ? { ok: false, code: 'ai_cut_off', params: {} } : null
}

async function once({ question, chosen, settings }: Asking, conversation: ModelTurn[]): Promise<Asked> {
  const { tools, toolChoice, output, effort, onText, maxTokens = MAX_TOKENS } = question
  const request: ModelRequest = {
    ...{ model: chosen.model, tools, toolChoice, output, effort, onText, maxTokens, timeout: TIMEOUT },
    ...(question.contactId ? { userRef: hashOf(question.contactId) } : {}),
  }
  const texts = [...conversation.map(({ text }) => text), JSON.stringify([tools ?? [], output ?? null])]
  const told: Metered<ModelAnswer> = await metered({
    question,
    chosen,
    settings,
    most: { input: mostTokens(texts), output: maxTokens, cached: 0 },
    call: () => chosen.role.respond(chosen.context, conversation, request),
    usageOf: (answer) => answer.usage,
  })
  return told.ok ? { ok: true, answer: told.value, callIds: [told.callId] } : told
}

/** More than any tokenizer makes of it: the budget must hold whatever comes. */
export const mostTokens = (texts: string[]): number =>
  texts.reduce((sum, text) => sum + Math.ceil(Buffer.byteLength(text) / 2) + 16, 50)

const hashOf = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 32)

const restored = (answer: ModelAnswer, redaction: Redaction): ModelAnswer => ({
  ...answer,
  text: redaction.restore(answer.text),
  output: redaction.restoreIn(answer.output),
  toolCalls: answer.toolCalls.map((call) => ({ ...call, input: redaction.restoreIn(call.input) })),
})
