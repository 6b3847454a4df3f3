import { OPERATORS } from './conditions.ts'
import type { Condition } from './conditions.ts'

const WITHOUT_VALUE = ['exists', 'missing']
const DEEPEST = 6

/** What is wrong with a condition as it was written; null when it can be judged. */
export function conditionProblem(condition: unknown, depth = 0): string | null {
  if (depth > DEEPEST) return 'too_deep'
  if (typeof condition !== 'object' || condition === null || Array.isArray(condition)) return 'not_a_condition'
  if ('all' in condition) return groupProblem(condition.all, depth)
  if ('any' in condition) return groupProblem(condition.any, depth)
  if ('not' in condition) return conditionProblem(condition.not, depth + 1)
  if (!('path' in condition) || typeof condition.path !== 'string' || !/^[a-z_][\w.-]*$/i.test(condition.path))
    return 'path_missing'
  if (!('op' in condition) || !(OPERATORS as readonly unknown[]).includes(condition.op)) return 'operator_unknown'
  if (!WITHOUT_VALUE.includes(String(condition.op)) && (!('value' in condition) || condition.value === null))
    return 'value_missing'
  return null
}

function groupProblem(members: unknown, depth: number): string | null {
  if (!Array.isArray(members) || members.length === 0) return 'empty_group'
  return members.map((member) => conditionProblem(member, depth + 1)).find(Boolean) ?? null
}

export const isCondition = (value: unknown): value is Condition => conditionProblem(value) === null
