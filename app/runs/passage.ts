import { clock, machineNow } from '#app/clock'
import { readJson } from '#app/database'
import type { Row, Trx } from '#app/database'
import type { StoredEvent } from '#app/events/event'
import type { Message } from '#app/messaging/message'
import { applyEffects } from './effects.ts'
import type { Told } from './effects.ts'
import { follow, nodeOf } from '#app/pipelines/graph'
import type { Graph, GraphNode } from '#app/pipelines/graph'
import type { RunRow } from './run.ts'
import { goingOn } from './run_states.ts'
import { stepTypes } from '#app/pipelines/steps/registry'
import { failure } from '#app/pipelines/steps/step'
import type { LatestMessage, Result, StepContext, StepType, Wake } from '#app/pipelines/steps/step'
import { kept, stepRunRow } from './trace.ts'
import type { Trace } from './trace.ts'
import { RunValues } from '#app/pipelines/values'
import { arm } from './waits.ts'

/** Beyond so many steps without a pause something goes in circles. */
const MOST_STEPS = 100

/** Not handed over yet, or still on its way: the run waits for its fortune. */
const PENDING = ['queued', 'delayed', 'sending']

/** One run on its way through its graph, inside one transaction: from where it stands to where it must wait. */
export class Passage {
  readonly #trx: Trx
  readonly #run: RunRow
  readonly #graph: Graph
  readonly #event: StoredEvent | null
  readonly #trace: Trace
  readonly #visits: Record<string, number>
  readonly #outputs: Record<string, unknown>
  readonly #variables: Record<string, unknown>
  readonly #values: RunValues
  #node: string
  #stepRunId: string | null
  #askedAt: number | null
  #goalAt: Row = {}
  /** What effects of other rooms added to the run. */
  #added: Row = {}

  constructor(
    trx: Trx,
    { run, graph, event, trace }: { run: RunRow; graph: Graph; event: StoredEvent | null; trace: Trace }
  ) {
    this.#trx = trx
    this.#run = run
    this.#graph = graph
    this.#event = event
    this.#trace = trace
    this.#visits = readJson(run.visits)
    this.#outputs = readJson(run.outputs)
    this.#variables = readJson(run.variables)
    this.#node = run.node
    this.#stepRunId = run.step_run_id
    this.#askedAt = run.asked_at
    this.#values = new RunValues(trx, {
      workspaceId: run.workspace_id,
      contactId: run.contact_id,
      event,
      variables: this.#variables,
      outputs: this.#outputs,
    })
  }

  /** Answers what the run's row becomes. `outside` is what a call from the current step came to. */
  async advance(outside?: { result: Result; tookMs: number }): Promise<Row> {
    let wake = outside ? null : this.#wokenBy()
    let ended = outside ? await this.#arrive(outside) : null

    for (let steps = 0; !ended && steps < MOST_STEPS; steps++) {
      const node = this.#currentNode()
      const type = stepTypes.getOrFail(node.type)
      // A step that rests after its call is woken here; any other call is made outside.
      if (type.call && !(type.run && wake)) return { ...this.#row(), ...goingOn(this.#trx, 'running', clock.now()) }
      ended = await this.#step(node, type, wake)
      wake = null
    }
    return ended ?? this.#ending('failed', 'loop_stopped', {})
  }

  /** Null on entering a step, and when a person has one gone through again; a rest that nothing ended is over by time. */
  #wokenBy(): Wake | null {
    if (!this.#stepRunId) return null
    const wake = this.#run.wake ? readJson<Wake | { kind: 'again' }>(this.#run.wake) : { kind: 'due' as const }
    return wake.kind === 'again' ? null : wake
  }

  /** Back from a call: what came of it, and what the step makes of that where it has something to say. */
  async #arrive({ result, tookMs }: { result: Result; tookMs: number }): Promise<Row | null> {
    const node = this.#currentNode()
    const type = stepTypes.getOrFail(node.type)
    const cameThrough = (result.state ?? 'done') === 'done'
    if (!type.run || !cameThrough) return this.#leave(node, result, tookMs)
    return this.#step(node, type, { kind: 'called', output: result.output ?? {} }, tookMs)
  }

  #currentNode(): GraphNode {
    const node = nodeOf(this.#graph, this.#node)
    if (!node) throw new Error(`The version of run ${this.#run.id} has no node ${this.#node}`)
    return node
  }

  /** Null: go on to the next step. */
  async #step(node: GraphNode, type: StepType, wake: Wake | null, calledMs = 0): Promise<Row | null> {
    const began = machineNow() - calledMs
    const entering = this.#stepRunId === null
    if (entering) this.#visits[node.id] = (this.#visits[node.id] ?? 0) + 1
    const draft = { run: this.#run, node: node.id, type: node.type, visit: this.#visits[node.id] }
    const fresh = entering ? stepRunRow(draft, {}) : null
    this.#stepRunId ??= String(fresh?.id)

    let result = await this.#think(node, type, wake)
    while (result.next.kind === 'wait' && result.next.wish) {
      const early = await arm(this.#trx, this.#run, this.#stepRunId, result.next.wish, this.#askedAt ?? clock.now())
      if (!early) break
      result = await this.#think(node, type, early)
    }
    if (result.next.kind === 'wait') return this.#rest(fresh, result, 'waiting', result.next.until)
    if (result.next.kind === 'park') return this.#rest(fresh, result, 'parked', null)
    if (wake?.kind === 'event') this.#askedAt = null
    return this.#leave(node, result, machineNow() - began, fresh)
  }

  /** Runs the step and applies what it wants; a message refused on the spot is at once what the step hears of it. */
  async #think(node: GraphNode, type: StepType, wake: Wake | null): Promise<Result> {
    let heard = wake
    let input: Result['input']
    for (;;) {
      const thought = await type.run?.(this.#context(node, heard))
      if (!thought) throw new Error(`The step type ${type.type} cannot run`)
      const result = { input, ...thought }
      input = result.input
      const place = {
        run: this.#run,
        stepRunId: this.#stepRunId ?? '',
        node: node.id,
        visit: this.#visits[node.id],
        event: this.#event,
        values: this.#values,
      }
      const { message, asked, goal, refusal, told } = await applyEffects(this.#trx, place, result.effects ?? [])
      if (asked) this.#askedAt = clock.now()
      if (goal) this.#goalAt = { goal_at: clock.now() }
      if (refusal) return failure(refusal.code, refusal.params)
      this.#add(told)
      if (told.output) result.output = { ...result.output, ...told.output }
      if (!message || result.next.kind !== 'park' || PENDING.includes(message.state)) return result
      heard = heardOf(message)
    }
  }

  #add({ variables, subjects }: Told): void {
    if (variables) {
      Object.assign(this.#variables, variables)
      this.#added.variables = JSON.stringify(this.#variables)
    }
    if (subjects) {
      const all = [...new Set([...readJson<string[]>(this.#run.subjects), ...subjects])]
      this.#run.subjects = this.#added.subjects = JSON.stringify(all)
    }
  }

  #context(node: GraphNode, wake: Wake | null): StepContext<Record<string, unknown>> {
    return {
      config: node.config,
      node,
      graph: this.#graph,
      workspaceId: this.#run.workspace_id,
      runId: this.#run.id,
      visit: this.#visits[node.id],
      now: clock.now(),
      wake,
      values: () => this.#values.all(),
      message: () => this.#latestMessage(),
      text: (source, missing) => this.#values.text(source, missing),
      zone: (whose) => this.#values.zone(whose),
    }
  }

  async #latestMessage(): Promise<LatestMessage | null> {
    const row: Row | null = await this.#trx
      .from('messages')
      .where({ run_id: this.#run.id, step_run_id: this.#stepRunId })
      .orderBy('leg', 'desc')
      .first()
    if (!row) return null
    return {
      id: String(row.id),
      leg: Number(row.leg),
      state: String(row.state),
      code: row.code as string | null,
      params: row.params ? readJson<Record<string, unknown>>(row.params) : null,
      since: Number(row.sent_at ?? row.created_at),
    }
  }

  async #rest(fresh: Row | null, result: Result, state: 'waiting' | 'parked', until: number | null): Promise<Row> {
    const change = { state, until, input: kept(result.input) }
    if (fresh) this.#trace.add({ ...fresh, ...change })
    else this.#trace.change(String(this.#stepRunId), change)
    // One that rests after its call must not make the call again when its time has come.
    const woken = stepTypes.get(this.#currentNode().type)?.call ? { wake: JSON.stringify({ kind: 'due' }) } : {}
    return { ...this.#row(), ...woken, ...goingOn(this.#trx, state, until) }
  }

  /** Writes the step run's end and moves on; answers the run's last row where there is no way on. */
  async #leave(node: GraphNode, result: Result, tookMs: number, fresh: Row | null = null): Promise<Row | null> {
    const branch = result.next.kind === 'branch' ? result.next.branch : null
    const change = {
      state: result.state ?? 'done',
      branch,
      output: kept(result.output),
      code: result.code ?? null,
      params: kept(result.params),
      ended_at: clock.now(),
      took_ms: tookMs,
      ...(result.input ? { input: kept(result.input) } : {}),
    }
    if (fresh) this.#trace.add({ ...fresh, ...change })
    else this.#trace.change(String(this.#stepRunId), change)
    if (result.output) this.#outputs[node.id] = result.output

    if (branch === null)
      return this.#ending('completed', result.next.kind === 'end' ? (result.next.code ?? null) : null)
    const way = stepTypes
      .getOrFail(node.type)
      .branches(node.config)
      .find(({ name }) => name === branch)
    const to = follow(this.#graph, node.id, branch, way?.orNext)
    if (to) {
      this.#node = to
      this.#stepRunId = null
      return null
    }
    const failed = !way?.orNext && (result.state === 'failed' || result.state === 'unknown')
    return failed
      ? this.#ending('failed', result.code ?? 'step_failed', result.params)
      : this.#ending('completed', null)
  }

  #ending(state: 'completed' | 'failed', code: string | null, params?: Record<string, unknown>): Row {
    const now = clock.now()
    return {
      ...this.#row(),
      state,
      held_state: null,
      due_at: null,
      code,
      params: kept(params),
      ended_at: now,
      updated_at: now,
    }
  }

  #row(): Row {
    return {
      contact_id: this.#run.contact_id,
      node: this.#node,
      step_run_id: this.#stepRunId,
      visits: JSON.stringify(this.#visits),
      outputs: JSON.stringify(this.#outputs),
      wake: null,
      asked_at: this.#askedAt,
      attempts: 0,
      ...this.#goalAt,
      ...this.#added,
    }
  }
}

const heardOf = (message: Message): Wake => ({
  kind: 'message',
  messageId: message.id,
  leg: message.leg,
  state: message.state,
  code: message.code,
  params: message.params,
})
