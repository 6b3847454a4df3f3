import { errors } from '@vinejs/vine'
import { catalogue } from '#app/events/catalogue'
import { connectors } from '#app/connectors/registry'
import type { Client } from '#app/database'
import { syntaxProblem } from '#app/templates/rendering'
import { conditionProblem } from './condition_check.ts'
import { comparisonsIn } from './conditions.ts'
import type { Condition } from './conditions.ts'
import { purposeOf, TRIGGER } from './graph.ts'
import type { Graph, GraphNode } from './graph.ts'
import { graphShape } from './graph_shape.ts'
import { KnownValues } from './known_values.ts'
import { referenceProblems } from './references.ts'
import { stepTypes } from './steps/registry.ts'
import { structureProblems } from './structure.ts'
import { variablesIn } from './variables_in.ts'
import type { Params } from '#app/http/json'

/** One thing to mend: where, which field, and a code that the console words. */
export interface Problem {
  /** A node's id; `trigger`, `entry`, `goal`, an exit rule's id; null for the pipeline as a whole. */
  node: string | null
  field: string | null
  code: string
  params?: Params
}

export type Checked = { ok: true; graph: Graph } | { ok: false; problems: Problem[] }

/** Judges a graph as a whole. Its shape comes first, since nothing else can be asked of one that has none. */
export async function checkGraph(client: Client, workspaceId: string, draft: unknown): Promise<Checked> {
  const shaped = await shape(draft)
  if (!shaped.ok) return shaped
  const { graph } = shaped

  const configured = await configProblems(graph)
  const sound = {
    ...graph,
    nodes: graph.nodes.filter((node) => !configured.some((problem) => problem.node === node.id)),
  }
  const known = await KnownValues.of(client, workspaceId, graph)
  const problems = [
    ...configured,
    ...structureProblems(graph),
    ...eventProblems(graph),
    ...ruleProblems(graph, known),
    ...sound.nodes.flatMap((node) => contentProblems(node, known)),
    ...(await referenceProblems(client, workspaceId, sound)),
    ...(await ownProblems(client, workspaceId, sound.nodes)),
  ]
  return problems.length > 0 ? { ok: false, problems } : { ok: true, graph }
}

async function shape(draft: unknown): Promise<Checked> {
  try {
    return { ok: true, graph: (await graphShape.validate(draft)) as unknown as Graph }
  } catch (error) {
    if (!(error instanceof errors.E_VALIDATION_ERROR)) throw error
    return {
      ok: false,
      problems: (error.messages as { field: string; rule: string }[]).map((each) => placed(each, draft)),
    }
  }
}

/** `nodes.3.name` means little to a person; the node's own id does. */
function placed({ field, rule }: { field: string; rule: string }, draft: unknown): Problem {
  const [group, index, ...rest] = field.split('.')
  const member = (draft as Record<string, { id?: unknown }[]> | null)?.[group]?.[Number(index)]
  if (typeof member?.id === 'string')
    return { node: member.id, field: rest.join('.') || null, code: 'field_invalid', params: { rule } }
  if (['trigger', 'entry', 'goal'].includes(group))
    return {
      node: group,
      field: [index, ...rest].filter(Boolean).join('.') || null,
      code: 'field_invalid',
      params: { rule },
    }
  return { node: null, field, code: 'field_invalid', params: { rule } }
}

async function configProblems(graph: Graph): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const node of graph.nodes) {
    const type = stepTypes.get(node.type)
    if (!type) {
      problems.push({ node: node.id, field: 'type', code: 'step_unknown', params: { type: node.type } })
      continue
    }
    try {
      node.config = (await type.schema.validate(node.config)) as Record<string, unknown>
    } catch (error) {
      if (!(error instanceof errors.E_VALIDATION_ERROR)) throw error
      for (const { field, rule } of error.messages as { field: string; rule: string }[]) {
        problems.push({ node: node.id, field, code: 'field_invalid', params: { rule } })
      }
    }
    if (node.type === 'send_message' && !node.config.purpose && !purposeOf(graph.kind)) {
      problems.push({ node: node.id, field: 'purpose', code: 'purpose_missing' })
    }
  }
  return problems
}

async function ownProblems(client: Client, workspaceId: string, nodes: GraphNode[]): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const node of nodes) {
    const faults = (await stepTypes.get(node.type)?.check?.(client, workspaceId, node.config)) ?? []
    problems.push(...faults.map((fault) => ({ node: node.id, ...fault })))
  }
  return problems
}

/** Ours, or a connector's own (`shopify.shop_redact`). */
const isKnownEvent = (type: string) => catalogue.get(type) !== null || connectors.get(type.split('.')[0]) !== null

function eventProblems(graph: Graph): Problem[] {
  const named = [
    { node: TRIGGER, types: graph.trigger.events },
    ...graph.exits.map((rule) => ({ node: rule.id, types: rule.events })),
    ...(graph.goal ? [{ node: 'goal', types: graph.goal.events }] : []),
    ...graph.nodes.map((node) => ({ node: node.id, types: (node.config.events as string[] | undefined) ?? [] })),
  ]
  return named.flatMap(({ node, types }) =>
    types
      .filter((type) => !isKnownEvent(type))
      .map((event) => ({ node, field: 'events', code: 'event_unknown', params: { event } }))
  )
}

/** Rules about other events may look at those alone, so only their form is judged here. */
function ruleProblems(graph: Graph, known: KnownValues): Problem[] {
  const seesAll = (node: string, field: string, condition?: Condition) =>
    condition ? conditionProblems({ node, field, condition, known, at: TRIGGER }) : []
  const formOnly = (node: string, condition?: Condition) =>
    condition ? conditionProblems({ node, field: 'where', condition }) : []
  return [
    ...seesAll(TRIGGER, 'where', graph.trigger.where),
    ...seesAll('entry', 'who', graph.entry.who),
    ...(graph.entry.field && !known.has(graph.entry.field, TRIGGER)
      ? [{ node: 'entry', field: 'field', code: 'missing_variable', params: { variable: graph.entry.field } }]
      : []),
    ...graph.exits.flatMap((rule) => formOnly(rule.id, rule.where)),
    ...(graph.goal ? formOnly('goal', graph.goal.where) : []),
  ]
}

function contentProblems(node: GraphNode, known: KnownValues): Problem[] {
  const type = stepTypes.getOrFail(node.type)
  const texts = type.texts?.(node.config) ?? []
  const waits = (type.listensTo?.(node.config) ?? []).length > 0
  return [
    ...texts.flatMap(({ field, text }) => textProblems({ node: node.id, field, text, known })),
    ...(type.conditions?.(node.config) ?? []).flatMap(({ field, condition }) =>
      conditionProblems({ node: node.id, field, condition, ...(waits ? {} : { known, at: node.id }) })
    ),
  ]
}

function textProblems({
  node,
  field,
  text,
  known,
}: {
  node: string
  field: string
  text: string
  known: KnownValues
}): Problem[] {
  const syntax = syntaxProblem(text)
  if (syntax) return [{ node, field, code: syntax.code, params: syntax.params }]
  return variablesIn(text)
    .filter((path) => !known.has(path, node))
    .map((variable) => ({ node, field, code: 'missing_variable', params: { variable } }))
}

interface Judged {
  node: string
  field: string
  condition: Condition
  known?: KnownValues
  at?: string
}

function conditionProblems({ node, field, condition, known, at = TRIGGER }: Judged): Problem[] {
  const problem = conditionProblem(condition)
  if (problem) return [{ node, field, code: 'condition_invalid', params: { problem } }]
  if (!known) return []
  return comparisonsIn(condition)
    .filter(({ path }) => !known.has(path, at))
    .map(({ path }) => ({ node, field, code: 'missing_variable', params: { variable: path } }))
}
