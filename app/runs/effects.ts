import { setField } from '#app/contacts/fields'
import { addTag, removeTag } from '#app/contacts/tags'
import type { Trx } from '#app/database'
import { causedBy } from '#app/events/event'
import type { StoredEvent } from '#app/events/event'
import { naturalKey } from '#app/ids'
import { compose } from '#app/messaging/compose'
import type { Message } from '#app/messaging/message'
import type { Lane } from '#app/work/bell'
import type { RunRow } from './run.ts'
import type { Effect } from '#app/pipelines/steps/step'
import type { RunValues } from '#app/pipelines/values'

/** Where effects take place. */
export interface Place {
  run: RunRow
  stepRunId: string
  node: string
  visit: number
  event: StoredEvent | null
  values: RunValues
}

/** What came of them: the message made, or why a change could not be made. */
export interface Feedback {
  message: Message | null
  asked: boolean
  goal: boolean
  refusal: { code: string; params: Record<string, unknown> } | null
  told: Told
}

/** What an effect of a later room has to say to the run it belongs to. */
export interface Told {
  /** Added to what the step leaves in `steps.<node>`. */
  output?: Record<string, unknown>
  /** What the run's texts and conditions know from here on, by its first word. */
  variables?: Record<string, unknown>
  /** What the run is about as well, such as `payment:pay_…`: its waits and exits may ask for it. */
  subjects?: string[]
  /** It could not be made: the step has failed. */
  refusal?: { code: string; params: Record<string, unknown> }
}

type Apply = (trx: Trx, place: Place, data: Record<string, unknown>) => Promise<Told | void>

const others = new Map<string, Apply>()

/** Effects of later rooms' steps, such as a row in a list of theirs. Applied once, with the step run that wants them. */
export const registerEffect = (name: string, apply: Apply): void => void others.set(name, apply)

function otherEffect(name: string): Apply {
  const apply = others.get(name)
  if (!apply) throw new Error(`There is no effect called ${name}`)
  return apply
}

/** Writes what a step wants changed, in the transaction that also writes the step run. */
export async function applyEffects(trx: Trx, place: Place, effects: Effect[]): Promise<Feedback> {
  const feedback: Feedback = { message: null, asked: false, goal: false, refusal: null, told: {} }
  const origin = causedBy(place.event)
  for (const effect of effects) {
    switch (effect.kind) {
      case 'message':
        feedback.message = await send(trx, place, effect)
        feedback.asked = true
        break
      case 'tag':
        await (effect.change === 'add' ? addTag : removeTag)(trx, place.run.contact_id, effect.tag, origin)
        place.values.forgetContact()
        break
      case 'field': {
        const change = await setField(trx, place.run.contact_id, effect.name, effect.value, origin)
        if (!change.ok) feedback.refusal = { code: change.reason, params: { field: effect.name } }
        place.values.forgetContact()
        break
      }
      case 'goal':
        feedback.goal = true
        break
      case 'other':
        feedback.told = (await otherEffect(effect.name)(trx, place, effect.data)) ?? {}
        feedback.refusal ??= feedback.told.refusal ?? null
        break
      default:
        effect satisfies never
    }
  }
  return feedback
}

async function send(
  trx: Trx,
  { run, stepRunId, node, visit, values }: Place,
  effect: Extract<Effect, { kind: 'message' }>
): Promise<Message> {
  return compose(trx, {
    ...effect.draft,
    workspaceId: run.workspace_id,
    naturalKey: naturalKey(run.id, node, visit, effect.leg),
    contactId: run.contact_id,
    runId: run.id,
    stepRunId,
    eventId: run.event_id,
    leg: effect.leg,
    lane: run.lane as Lane,
    values: await values.all(),
  })
}
