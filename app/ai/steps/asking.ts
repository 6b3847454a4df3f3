import vine from '@vinejs/vine'
import { branch, failure } from '#app/pipelines/steps/step'
import type { Call, Preparation, Reference, Result, StepContext } from '#app/pipelines/steps/step'
import { NEXT } from '#app/pipelines/graph'
import { ask } from '../ask.ts'
import type { Question } from '../ask.ts'

/** In every AI step: another model than the workspace's, and whether personal data is hidden from it. */
export const modelFields = () => ({
  connection: vine.string().maxLength(32).optional(),
  model: vine.string().maxLength(120).optional(),
  redact: vine.boolean().optional(),
})

export interface ModelConfig {
  connection?: string
  model?: string
  redact?: boolean
}

export const connectionReference = ({ connection }: ModelConfig): Reference[] =>
  connection ? [{ kind: 'connection', field: 'connection', id: connection }] : []

type Output = Record<string, unknown>

/** The text a step is about, filled in; a step without one has nothing to ask. */
export async function textOf(
  context: StepContext<{ text: string }>
): Promise<string | Exclude<Preparation, { ok: true }>> {
  const filled = await context.text(context.config.text, 'empty')
  if (!filled.ok) return filled
  return filled.text.trim() === '' ? { ok: false, code: 'ai_nothing_to_read', params: {} } : filled.text
}

/**
 * A call that asks a model. Asking changes nothing at the other end, so after a crash it is asked again. What the model
 * cannot or will not answer comes back as an output, for the step's `run` to end as failed.
 */
export function asking(
  context: StepContext<ModelConfig>,
  {
    input,
    question,
    read,
  }: {
    input: Output
    question: Pick<Question, 'purpose' | 'conversation' | 'output' | 'maxTokens'> & { contactId: string | null }
    read(answer: { text: string; output: unknown; model: string }): Output
  }
): Call {
  const { config, workspaceId, runId, node } = context
  return {
    idempotency: 'native',
    input,
    async perform(_key, signal) {
      const asked = await ask({
        ...question,
        workspaceId,
        runId,
        node: node.id,
        connectionId: config.connection,
        model: config.model,
        redact: config.redact,
        effort: 'none',
        signal,
      })
      return asked.ok ? { ...read(asked.answer), model: asked.answer.model } : { refusal: asked }
    },
  }
}

/** What the call brought; `refusal` where it brought nothing. */
export function cameBack({ wake }: StepContext<unknown>): { output: Output } | { result: Result } {
  if (wake?.kind !== 'called') return { result: { next: branch(NEXT), state: 'skipped' } }
  const refusal = wake.output.refusal as { code: string; params: Output } | undefined
  return refusal ? { result: failure(refusal.code, refusal.params) } : { output: wake.output }
}

/** Whom it is about, for the meter. */
export async function contactOf(context: StepContext<unknown>): Promise<string | null> {
  const { contact } = (await context.values()) as { contact?: { id?: unknown } }
  return typeof contact?.id === 'string' ? contact.id : null
}
