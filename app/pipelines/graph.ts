import { laneFor } from '#app/messaging/draft'
import type { Lane } from '#app/work/bell'
import type { Purpose } from '#sdk/index'
import type { Condition } from './conditions.ts'

/** What a pipeline is for: the purpose its messages have, or `internal` where it mostly moves data. */
export const PIPELINE_KINDS = ['marketing', 'transactional', 'service', 'authentication', 'internal'] as const
export type PipelineKind = (typeof PIPELINE_KINDS)[number]

export const purposeOf = (kind: PipelineKind): Purpose | null => (kind === 'internal' ? null : kind)
export const laneOfKind = (kind: PipelineKind): Lane => (kind === 'internal' ? 'default' : laneFor(kind))

/** `subject`: the same cart or order that the run is about; `contact`: anything of the contact's. */
export const SCOPES = ['subject', 'contact'] as const
export type Scope = (typeof SCOPES)[number]

export interface Trigger {
  events: string[]
  where?: Condition
  /** Older events start nothing. Default 24h. */
  fresh_for?: string
}

export interface Entry {
  rule: 'once' | 'every_days' | 'always'
  days?: number
  /** With it, the rule counts per contact and value: `cart.id`. */
  field?: string
  who?: Condition
}

export interface ExitRule {
  id: string
  name?: string
  events: string[]
  scope: Scope
  where?: Condition
}

export interface Goal {
  events: string[]
  scope: Scope
  where?: Condition
}

export interface GraphNode {
  id: string
  type: string
  name: string
  config: Record<string, unknown>
}

export interface Edge {
  /** A node, or `trigger`. */
  from: string
  branch: string
  to: string
}

/** A pipeline as it is kept: plain JSON, in the words a person would write. */
export interface Graph {
  kind: PipelineKind
  trigger: Trigger
  entry: Entry
  exits: ExitRule[]
  goal: Goal | null
  priority: number
  nodes: GraphNode[]
  edges: Edge[]
}

export const TRIGGER = 'trigger'
export const NEXT = 'next'

export const nodeOf = (graph: Graph, id: string): GraphNode | null => graph.nodes.find((node) => node.id === id) ?? null

/** Where a branch leads; where it has no edge of its own and `orNext` is set, where `next` leads. */
export function follow(graph: Graph, from: string, branch: string, orNext = false): string | null {
  const edge = graph.edges.find((each) => each.from === from && each.branch === branch)
  if (edge) return edge.to
  return orNext && branch !== NEXT ? follow(graph, from, NEXT) : null
}

export const EMPTY_GRAPH: Graph = {
  kind: 'marketing',
  trigger: { events: [] },
  entry: { rule: 'always' },
  exits: [],
  goal: null,
  priority: 0,
  nodes: [],
  edges: [],
}
