import type { Client } from '#app/database'
import type { MessageDraft } from '#app/messaging/draft'
import type { Rendered } from '#app/templates/rendering'
import type { Idempotency, Schema } from '#sdk/index'
import type { Condition } from '../conditions.ts'
import type { Graph, GraphNode, Scope } from '../graph.ts'

/** A way out of a step. */
export interface Branch {
  name: string
  /** It must lead somewhere: forgetting it is a mistake, not a choice. */
  required?: boolean
  /** Without an edge of its own it goes where `next` goes; else the run ends there. */
  orNext?: boolean
}

/** What a step wants changed. It writes nothing itself: the engine applies effects together with the step run. */
export type Effect =
  | {
      kind: 'message'
      draft: Pick<
        MessageDraft,
        'purpose' | 'template' | 'content' | 'connectionId' | 'medium' | 'sendBefore' | 'insteadOf'
      >
      leg: number
    }
  | { kind: 'tag'; change: 'add' | 'remove'; tag: string }
  | { kind: 'field'; name: string; value: unknown }
  | { kind: 'goal' }
  /** A change that a later room registered under this name (`registerEffect`); data only, so that it can be shown. */
  | { kind: 'other'; name: string; data: Record<string, unknown> }

/** Which events end a wait. */
export interface Wish {
  types: string[]
  scope: Scope
  /** One thing alone, such as `message:msg_…`. */
  about?: string
  where?: Condition
}

export type Next =
  | { kind: 'branch'; branch: string }
  /** Until a business instant (null: only an event ends it). */
  | { kind: 'wait'; until: number | null; wish?: Wish }
  /** Until the message just made has met its fortune. */
  | { kind: 'park' }
  | { kind: 'end'; code?: string }

export type StepState = 'done' | 'refused' | 'failed' | 'unknown' | 'skipped'

export interface Result {
  next: Next
  effects?: Effect[]
  /** Default `done`. */
  state?: StepState
  input?: Record<string, unknown>
  output?: Record<string, unknown>
  code?: string
  params?: Record<string, unknown>
}

/** What brought a run back to a step where it stood. */
export type Wake =
  | {
      kind: 'message'
      messageId: string
      leg: number
      state: string
      code: string | null
      params: Record<string, unknown> | null
    }
  | { kind: 'event'; eventId: string; type: string; payload: Record<string, unknown> }
  /** What its call came to, for a step that both calls and runs. */
  | { kind: 'called'; output: Record<string, unknown> }
  /** A person of the team decided, or changed something that it waits for. */
  | { kind: 'decided'; output: Record<string, unknown> }
  | { kind: 'due' }
  | { kind: 'skipped' }

/** `since`: when it was accepted, else made. */
export interface LatestMessage {
  id: string
  leg: number
  state: string
  code: string | null
  params: Record<string, unknown> | null
  since: number
}

export interface StepContext<Config> {
  config: Config
  node: GraphNode
  graph: Graph
  workspaceId: string
  runId: string
  visit: number
  /** Business time. */
  now: number
  /** Null on entering. */
  wake: Wake | null
  values(): Promise<Record<string, unknown>>
  /** How the latest message of this step is doing now; null when it has made none. */
  message(): Promise<LatestMessage | null>
  /** Fills a text in, in the contact's language and zone. */
  text(source: string, missing?: 'refuse' | 'empty'): Promise<Rendered>
  zone(whose: 'contact' | 'workspace'): Promise<string>
}

/** A call to somebody else, made outside of any transaction, under a key that stays the same over every try. */
export interface Call {
  idempotency: Idempotency
  /** For the trace. */
  input: Record<string, unknown>
  /** Throws a member of the connectors' closed error set. */
  perform(key: string, signal: AbortSignal): Promise<Record<string, unknown>>
  /** For `lookup`: what an earlier try came to, or null when there was none. */
  find?(key: string, signal: AbortSignal): Promise<Record<string, unknown> | null>
}

export type Preparation = { ok: true; call: Call } | { ok: false; code: string; params?: Record<string, unknown> }

/** Something a step refers to by name; checked on save. */
export type Reference =
  | { kind: 'template'; field: string; name: string; purpose: string | null }
  | { kind: 'connection'; field: string; id: string; role?: 'channel' }
  | { kind: 'action'; field: string; connection: string; action: string; input: Record<string, unknown> }
  | { kind: 'field'; field: string; name: string }

/** One wrong input of a step, in a code that the console words. */
export interface Fault {
  field: string
  code: string
  params?: Record<string, string | number>
}

/** One kind of step. The schema is its form, its validation and its documentation. */
export interface StepType<Config = Record<string, unknown>> {
  type: string
  title: string
  schema: Schema<Config>
  branches(config: Config): Branch[]
  /** Time passes in it, so that a loop through it is not endless. */
  rests?(config: Config): boolean
  texts?(config: Config): { field: string; text: string }[]
  conditions?(config: Config): { field: string; condition: Condition }[]
  references?(config: Config, graph: Graph): Reference[]
  /** Events it may wait for. */
  listensTo?(config: Config): string[]
  /** Names of what it leaves in `steps.<node>`; absent: nothing; null: not known before it has run. */
  outputs?(config: Config): string[] | null
  /** Values that later steps also know by a word of its own, whichever node made them: `{ payment: ['url'] }`. */
  offers?: Record<string, readonly string[]>
  /** What only the step's own room can tell to be wrong, by field; asked on save, with what is stored at hand. */
  check?(client: Client, workspaceId: string, config: Config): Promise<Fault[]>
  /** One of the two, or both: then the call comes first, and `run` says what follows from it and may rest after it. */
  run?(context: StepContext<Config>): Promise<Result>
  call?(context: StepContext<Config>): Promise<Preparation>
}

/** Keeps the type of the configuration within a step's own file. */
export function defineStep<Config>(step: StepType<Config>): StepType {
  return step as unknown as StepType
}

export const branch = (name: string): Next => ({ kind: 'branch', branch: name })

export const failure = (code: string, params: Record<string, unknown> = {}): Result => ({
  next: branch('failed'),
  state: 'failed',
  code,
  params,
})
