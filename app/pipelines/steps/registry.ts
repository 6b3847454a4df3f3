import { compute } from './compute.ts'
import { condition } from './condition.ts'
import { connectorAction } from './connector_action.ts'
import { end } from './end.ts'
import { goal } from './goal.ts'
import { httpRequest } from './http_request.ts'
import { sendMessage } from './send_message.ts'
import { setField } from './set_field.ts'
import type { StepType } from './step.ts'
import { addTag, removeTag } from './tags.ts'
import { wait } from './wait.ts'

const types = new Map<string, StepType>(
  [sendMessage, wait, condition, setField, addTag, removeTag, compute, connectorAction, httpRequest, goal, end].map(
    (step) => [step.type, step]
  )
)

export const stepTypes = {
  all: (): StepType[] => [...types.values()],
  get: (type: string): StepType | null => types.get(type) ?? null,
  getOrFail(type: string): StepType {
    const found = types.get(type)
    if (!found) throw new Error(`There is no step of the type ${type}`)
    return found
  },
  /** Step types of later rooms, such as a payment link. */
  register: (step: StepType): void => void types.set(step.type, step),
}
