import type { Client } from '#app/database'
import type { Purpose } from '#sdk/index'
import type { Case } from './case.ts'

/** A rule's word on one message. `until` is business time. */
export type Answer =
  | { verdict: 'allow'; code?: string; params?: Record<string, unknown> }
  | { verdict: 'delay'; until: number; code: string; params?: Record<string, unknown> }
  | { verdict: 'refuse'; code: string; params?: Record<string, unknown> }

/** An answer as it is kept with the message and shown. `skip`: the rule does not bind this purpose. */
export type Verdict = { rule: string } & (Answer | { verdict: 'skip' })

/**
 * One rule of the send guard. It is asked when a message is made, to explain, and again inside the sender's claim, to
 * decide, each time for many messages at once: `prepare` reads what it needs for all of them, `judge` only thinks.
 */
export interface Rule<Prepared = unknown> {
  name: string
  /** The purposes it holds for; others skip it. */
  binds: readonly Purpose[]
  prepare?(client: Client, cases: Case[]): Promise<Prepared>
  judge(kase: Case, prepared: Prepared): Answer
}

export const EVERY_PURPOSE: readonly Purpose[] = ['authentication', 'transactional', 'service', 'marketing']

export const allow = (code?: string, params?: Record<string, unknown>): Answer =>
  code ? { verdict: 'allow', code, params } : { verdict: 'allow' }
export const refuse = (code: string, params?: Record<string, unknown>): Answer => ({ verdict: 'refuse', code, params })
export const delay = (until: number, code: string, params?: Record<string, unknown>): Answer => ({
  verdict: 'delay',
  until,
  code,
  params,
})
