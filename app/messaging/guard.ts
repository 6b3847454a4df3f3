import type { Client } from '#app/database'
import type { Case } from './guard/case.ts'
import { connectionHealthy } from './guard/connection_healthy.ts'
import { consent } from './guard/consent.ts'
import { contactReachable } from './guard/contact_reachable.ts'
import { content } from './guard/content.ts'
import { conversationWindow } from './guard/conversation_window.ts'
import { expiry } from './guard/expiry.ts'
import { frequencyCap } from './guard/frequency_cap.ts'
import { notSuppressed } from './guard/not_suppressed.ts'
import { quietHours } from './guard/quiet_hours.ts'
import type { Answer, Rule, Verdict } from './guard/rule.ts'
import { testWorkspace } from './guard/test_workspace.ts'
import { workspaceActive } from './guard/workspace_active.ts'

// In the order in which a person would ask. What is scarce comes last, so that nothing is reserved for a message that
// another rule holds back.
const rules: Rule[] = [
  workspaceActive,
  testWorkspace,
  connectionHealthy,
  contactReachable,
  notSuppressed,
  consent,
  content,
  conversationWindow,
  quietHours,
  expiry,
]
const scarce: Rule[] = [frequencyCap as Rule]

/** Guard rules of later rooms, such as "the run has ended". They are asked before anything scarce is reserved. */
export function registerRule<Prepared>(rule: Rule<Prepared>): void {
  rules.push(rule as unknown as Rule)
}

export const guardRules = (): readonly Rule[] => [...rules, ...scarce]

/** What the chain comes to: the first refusal, else the latest delay, else yes. */
export interface Decision {
  answer: Answer
  verdicts: Verdict[]
}

/** Asks every rule about every message; all verdicts are kept, so that a person sees more than the first obstacle. */
export async function guard(client: Client, cases: Case[]): Promise<Map<string, Decision>> {
  const verdicts = new Map<string, Verdict[]>(cases.map((kase) => [kase.id, []]))
  for (const rule of rules) await ask(client, rule, cases, verdicts)
  const free = cases.filter((kase) => isFree(verdicts.get(kase.id) ?? []))
  for (const rule of scarce) await ask(client, rule, free, verdicts)
  return new Map([...verdicts].map(([id, given]) => [id, { answer: conclude(given), verdicts: given }]))
}

async function ask(client: Client, rule: Rule, cases: Case[], verdicts: Map<string, Verdict[]>): Promise<void> {
  const bound = cases.filter((kase) => rule.binds.includes(kase.purpose))
  const prepared = rule.prepare && bound.length > 0 ? await rule.prepare(client, bound) : undefined
  for (const kase of cases) {
    const binds = rule.binds.includes(kase.purpose)
    verdicts.get(kase.id)?.push({ rule: rule.name, ...(binds ? rule.judge(kase, prepared) : { verdict: 'skip' }) })
  }
}

const isFree = (verdicts: Verdict[]): boolean =>
  verdicts.every(({ verdict }) => verdict === 'allow' || verdict === 'skip')

function conclude(verdicts: Verdict[]): Answer {
  const refusal = verdicts.find((verdict) => verdict.verdict === 'refuse')
  if (refusal?.verdict === 'refuse') return refusal
  const delays = verdicts.filter((verdict) => verdict.verdict === 'delay')
  return delays.reduce<Answer>(
    (latest, each) => (latest.verdict !== 'delay' || each.until > latest.until ? each : latest),
    { verdict: 'allow' }
  )
}
