import { Graph as DagreGraph, layout } from '@dagrejs/dagre'
import type { Graph, GraphExit, GraphNode } from './types.ts'

export const NODE_WIDTH = 288

const HEAD = 54
const ROW = 26

export type Placed = { x: number; y: number; width: number; height: number }

export function heightOf(node: GraphNode | GraphExit) {
  const problem = 'problem' in node && node.problem ? ROW : 0
  return HEAD + (node.figures && node.figures.length > 0 ? ROW : 0) + problem
}

/** Where each node stands: top to bottom, branches side by side; exit rules apart, at the right of the trigger. */
export function place({ trigger, nodes, edges, exits }: Graph): Map<string, Placed> {
  const drawing = new DagreGraph()
  drawing.setGraph({ rankdir: 'TB', nodesep: 32, ranksep: 36 })
  drawing.setDefaultEdgeLabel(() => ({}))
  for (const node of [trigger, ...nodes]) drawing.setNode(node.id, { width: NODE_WIDTH, height: heightOf(node) })
  for (const { from, to, branch } of edges)
    drawing.setEdge(from, to, { height: branch === undefined ? 0 : 24, width: 60, minlen: 1 })
  // Branches stand in the order they were drawn in, not in the one with the shortest lines.
  layout(drawing, { disableOptimalOrderHeuristic: true })

  const placed = new Map<string, Placed>()
  for (const node of [trigger, ...nodes]) {
    const { x, y } = drawing.node(node.id) as { x: number; y: number }
    const height = heightOf(node)
    placed.set(node.id, { x: x - NODE_WIDTH / 2, y: y - height / 2, width: NODE_WIDTH, height })
  }

  const start = placed.get(trigger.id)
  let top = start?.y ?? 0
  const besideStart = [...placed.values()].filter(({ y }) => y < top + exits.length * 112)
  const right = Math.max(0, ...besideStart.map(({ x }) => x + NODE_WIDTH)) + 32
  for (const exit of exits) {
    const height = heightOf(exit)
    placed.set(exit.id, { x: right, y: top, width: NODE_WIDTH, height })
    top += height + 16
  }
  return placed
}

/** From 1.5 px for a trickle to 4 px for the whole stream. */
export function thickness(count: number | undefined, most: number) {
  return count === undefined || most === 0 ? 1.5 : 1.5 + (count / most) * 2.5
}
