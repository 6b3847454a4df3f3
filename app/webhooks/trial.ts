import db from '@adonisjs/lucid/services/db'
import { clock } from '#app/clock'
import { insert } from '#app/database'
import { newId } from '#app/ids'
import { writtenBody } from './body.ts'
import { EVERYTHING, knownTypes, covers } from './event_choice.ts'
import { post } from './posting.ts'
import type { Posted } from './posting.ts'
import { sampleBody } from './samples.ts'
import type { Subscription } from './subscription.ts'

/** Sends a sample now, by hand; it is shown among the attempts and changes nothing else, not even the breaker. */
export async function tryOut(
  subscription: Subscription,
  workspace: { id: string; name: string },
  type: string
): Promise<Posted | null> {
  const sample = sampleBody(workspace, type, subscription.contactDetail)
  if (!sample) return null
  const posted = await post(subscription, { id: sample.id, body: writtenBody(sample) })
  await insert(db.connection(), 'webhook_attempts', {
    id: newId('webhook_attempt'),
    workspace_id: subscription.workspaceId,
    subscription_id: subscription.id,
    dispatch_id: null,
    contact_id: null,
    type,
    n: 1,
    ok: posted.ok,
    status: posted.status,
    code: posted.code,
    took_ms: posted.tookMs,
    answer: posted.answer,
    at: clock.now(),
  })
  return posted
}

/** The types a subscription hears of, for the choice of what to try. */
export const typesOf = ({ events }: Pick<Subscription, 'events'>): string[] =>
  events.includes(EVERYTHING)
    ? knownTypes()
    : knownTypes().filter((type) => events.some((choice) => covers(choice, type)))
