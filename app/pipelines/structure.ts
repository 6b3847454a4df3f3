import { nodeOf, NEXT, TRIGGER } from './graph.ts'
import type { Edge, Graph, GraphNode } from './graph.ts'
import { stepTypes } from './steps/registry.ts'
import type { Branch } from './steps/step.ts'
import type { Problem } from './validation.ts'

/** Whether the parts hang together: names, edges, ways out, what is reached, what goes in circles. */
export function structureProblems(graph: Graph): Problem[] {
  return [
    ...nameProblems(graph),
    ...edgeProblems(graph),
    ...branchProblems(graph),
    ...unreachable(graph),
    ...endlessLoops(graph),
  ]
}

function nameProblems(graph: Graph): Problem[] {
  const taken = new Set([TRIGGER, 'entry', 'goal'])
  const problems: Problem[] = []
  for (const { id } of [...graph.nodes, ...graph.exits]) {
    if (taken.has(id)) problems.push({ node: id, field: 'id', code: 'id_taken' })
    taken.add(id)
  }
  return problems
}

const branchesOf = (node: GraphNode): Branch[] => {
  try {
    return stepTypes.get(node.type)?.branches(node.config) ?? []
  } catch {
    // A configuration that its own schema refuses is reported there.
    return []
  }
}

function edgeProblems(graph: Graph): Problem[] {
  const problems: Problem[] = []
  const seen = new Set<string>()
  for (const { from, branch, to } of graph.edges) {
    const node = nodeOf(graph, from)
    if (from !== TRIGGER && !node)
      problems.push({ node: from, field: 'edges', code: 'edge_from_nowhere', params: { to } })
    if (!nodeOf(graph, to))
      problems.push({ node: from, field: 'edges', code: 'edge_to_nowhere', params: { branch, to } })
    if (seen.has(`${from} ${branch}`))
      problems.push({ node: from, field: 'edges', code: 'branch_twice', params: { branch } })
    seen.add(`${from} ${branch}`)
    const names = node ? branchesOf(node).map(({ name }) => name) : [NEXT]
    if (stepTypes.get(node?.type ?? '') !== null || from === TRIGGER) {
      if (!names.includes(branch))
        problems.push({ node: from, field: 'edges', code: 'branch_unknown', params: { branch } })
    }
  }
  return problems
}

function branchProblems(graph: Graph): Problem[] {
  const has = (from: string, branch: string) => graph.edges.some((edge) => edge.from === from && edge.branch === branch)
  const problems: Problem[] = []
  if (graph.nodes.length === 0 || !has(TRIGGER, NEXT))
    problems.push({ node: TRIGGER, field: 'edges', code: 'no_first_step' })
  for (const node of graph.nodes) {
    for (const { name, required } of branchesOf(node)) {
      if (required && !has(node.id, name))
        problems.push({ node: node.id, field: 'edges', code: 'branch_missing', params: { branch: name } })
    }
  }
  return problems
}

function unreachable(graph: Graph): Problem[] {
  const reached = new Set<string>()
  const look = [TRIGGER]
  while (look.length > 0) {
    const current = look.pop()
    for (const { to } of graph.edges.filter(({ from }) => from === current)) {
      if (reached.has(to)) continue
      reached.add(to)
      look.push(to)
    }
  }
  return graph.nodes
    .filter(({ id }) => !reached.has(id))
    .map(({ id }) => ({ node: id, field: null, code: 'unreachable' }))
}

/** Circles are looked for among the steps in which no time passes. */
function endlessLoops(graph: Graph): Problem[] {
  const rests = (id: string): boolean => {
    const node = nodeOf(graph, id)
    return Boolean(node && stepTypes.get(node.type)?.rests?.(node.config))
  }
  const edges = graph.edges.filter(({ from, to }) => !rests(from) && !rests(to))
  const problems: Problem[] = []
  const done = new Set<string>()
  for (const { id } of graph.nodes) {
    const circle = done.has(id) ? null : circleFrom(id, edges, done)
    if (circle) problems.push({ node: circle, field: null, code: 'loop_without_wait' })
  }
  return problems
}

function circleFrom(start: string, edges: Edge[], done: Set<string>): string | null {
  const path = new Set<string>()
  const visit = (id: string): string | null => {
    if (path.has(id)) return id
    if (done.has(id)) return null
    path.add(id)
    for (const { to } of edges.filter(({ from }) => from === id)) {
      const found = visit(to)
      if (found) return found
    }
    path.delete(id)
    done.add(id)
    return null
  }
  const found = visit(start)
  for (const id of path) done.add(id)
  return found
}
