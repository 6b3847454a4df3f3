import db from '@adonisjs/lucid/services/db'
import vine from '@vinejs/vine'
import { clock } from '#app/clock'
import { connectors } from '#app/connectors/registry'
import type { Row } from '#app/database'
import { newId } from '#app/ids'
import { forgetConfiguration } from '#app/messaging/configuration'
import { EMPTY_GRAPH, NEXT, TRIGGER } from '#app/pipelines/graph'
import type { Edge, Graph, GraphNode } from '#app/pipelines/graph'
import { forgetListening } from '#app/pipelines/listening'
import { Pipeline } from '#app/pipelines/pipeline'
import { publish } from '#app/pipelines/publishing'
import { Run } from '#app/runs/run'
import type { Action, Idempotency } from '#sdk/index'
import { defineConnector, none } from '#sdk/index'
import { givenConnection } from '#tests/support/connections'
import { givenEvents } from '#tests/support/events'

type Step = { type: string; id?: string; name?: string; config?: Record<string, unknown> }

/** Steps one after the other, joined by `next`, or by the branch named in `by` of the step before. */
export function chain(...steps: (Step & { by?: string })[]): Pick<Graph, 'nodes' | 'edges'> {
  const nodes: GraphNode[] = steps.map((step, index) => ({
    id: step.id ?? `${step.type}_${index + 1}`,
    type: step.type,
    name: step.name ?? step.type,
    config: step.config ?? {},
  }))
  const edges: Edge[] = nodes.map((node, index) =>
    index === 0
      ? { from: TRIGGER, branch: NEXT, to: node.id }
      : { from: nodes[index - 1].id, branch: steps[index - 1].by ?? NEXT, to: node.id }
  )
  return { nodes, edges }
}

export const graph = (change: Partial<Graph> = {}): Graph => ({
  ...structuredClone(EMPTY_GRAPH),
  trigger: { events: ['cart.abandoned'] },
  ...change,
})

/** A pipeline that is live; a graph that does not hold together fails the test with its problems. */
export async function givenPipeline(
  workspace: { id: string },
  change: Partial<Graph> = {},
  name = 'Abandoned cart'
): Promise<Pipeline> {
  const draft = graph(change)
  const pipeline = await givenDraft(workspace, draft, name)
  const published = await publish(pipeline, null)
  if (!published.ok) throw new Error(`The graph was refused: ${JSON.stringify(published.problems)}`)
  forgetListening()
  forgetConfiguration()
  return pipeline
}

export const givenDraft = (workspace: { id: string }, draft: Graph, name = 'Abandoned cart'): Promise<Pipeline> =>
  new Pipeline()
    .fill({
      id: newId('pipeline'),
      workspaceId: workspace.id,
      name,
      kind: draft.kind,
      state: 'draft',
      priority: draft.priority,
      draft,
      versionId: null,
      libraryKey: null,
      archivedAt: null,
    })
    .touch()
    .save()

export const runsOf = (pipeline: { id: string }): Promise<Run[]> =>
  Run.query().where('pipelineId', pipeline.id).orderBy('id')

export async function onlyRun(pipeline: { id: string }): Promise<Run> {
  const runs = await runsOf(pipeline)
  if (runs.length !== 1) throw new Error(`There are ${runs.length} runs instead of one`)
  return runs[0]
}

export const stepsOf = (run: { id: string }): Promise<Row[]> =>
  db.from('step_runs').where('run_id', run.id).orderBy('id')

export const refusalsOf = (pipeline: { id: string }): Promise<Row[]> =>
  db.from('run_refusals').where('pipeline_id', pipeline.id).orderBy('id')

export const messagesOf = (run: { id: string }): Promise<Row[]> =>
  db.from('messages').where('run_id', run.id).orderBy('id')

let carts = 0

/** A cart of this contact is abandoned now; answers its id. */
export async function abandon(workspace: { id: string }, contactId: string, change: Record<string, unknown> = {}) {
  const cartId = `cart-${++carts}`
  const payload = {
    cartId,
    recoveryUrl: 'https://bottega.example/c',
    items: [{ id: 'v1', title: 'Goccia', quantity: 1, unitPrice: { amount: 9650, currency: 'EUR' } }],
    total: { amount: 9650, currency: 'EUR' },
    changedAt: clock.now(),
    completedAt: null,
    episode: 1,
    ...change,
  }
  await givenEvents(workspace, {
    type: 'cart.abandoned',
    key: cartId,
    subject: { kind: 'cart', id: cartId },
    contactId,
    payload,
  })
  return cartId
}

/** A connector with one action, `note`, that does what the test says. */
export class ScriptedAction {
  readonly id = `actor-${Math.random().toString(36).slice(2)}`
  readonly calls: { key: string; input: unknown }[] = []
  script: (input: unknown, key: string) => Promise<Record<string, unknown>> | Record<string, unknown> = () => ({
    id: 'n-1',
  })
  found: Record<string, unknown> | null = null

  constructor(idempotency: Idempotency) {
    const described = {
      title: 'Write a note',
      description: 'Writes a note',
      idempotency,
      input: vine.create({ text: vine.string() }),
      output: vine.create({ id: vine.string() }),
    }
    const action: Action = {
      ...described,
      input: described.input as Action['input'],
      output: described.output as Action['output'],
      run: async (context, input) => {
        this.calls.push({ key: String(context.idempotencyKey), input })
        return this.script(input, String(context.idempotencyKey))
      },
      ...(idempotency === 'lookup' ? { lookup: async () => this.found } : {}),
    }
    connectors.add(
      defineConnector({
        id: this.id,
        name: 'Actor',
        summary: 'An actor for tests',
        categories: ['crm'],
        hosts: [],
        icon: '',
        docsUrl: null,
        auth: none(),
        events: [],
        actions: { note: action },
        load: async () => ({
          check: async () => ({ account: this.id, label: '', missingScopes: [], warnings: [] }),
          actions: { note: action },
        }),
      })
    )
  }

  async connected(workspace: { id: string }) {
    return (await givenConnection(workspace, this.id)).connection
  }
}
