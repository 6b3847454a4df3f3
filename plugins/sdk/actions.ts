import type { Context } from './context.ts'
import type { Schema } from './schema.ts'

/**
 * What happens to a call whose outcome is unknown.
 * - `native`: the vendor takes our idempotency key, so the same call may be repeated;
 * - `lookup`: the action can find out whether it happened, and is asked before a repeat;
 * - `harmless`: the same call twice leaves things as once (a tag, a stage, a list), so it may be repeated;
 * - `none`: it follows the step's *unknown* path and is never repeated blindly.
 */
export type Idempotency = 'native' | 'lookup' | 'harmless' | 'none'

export interface Action<Input = unknown, Output = unknown> {
  title: string
  description: string
  input: Schema<Input>
  output: Schema<Output>
  idempotency: Idempotency
  run(context: Context, input: Input): Promise<Output>
  /** For `lookup`: the output of the earlier call with the same `context.idempotencyKey`, or null. */
  lookup?(context: Context, input: Input): Promise<Output | null>
}

/** Keeps the types of input and output together; the manifest holds actions of every shape. */
export function defineAction<Input, Output>(action: Action<Input, Output>): Action {
  return action as unknown as Action
}
