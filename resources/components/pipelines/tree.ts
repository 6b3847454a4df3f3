import type { Graph, GraphEdge, GraphNode } from './types.ts'

/** A run of steps one after the other; where it forks, each branch is a run of its own. */
export type Branch = { edge?: GraphEdge; items: Leaf[] }

export type Leaf =
  | { kind: 'step'; node: GraphNode; depth: number; branches: Branch[] }
  /** The steps go on at one already listed: branches meet, or a loop. */
  | { kind: 'joins'; node: GraphNode }

/** The graph as an ordered tree, each step once, in the order a run meets them. */
export function treeOf({ trigger, nodes, edges }: Graph): Branch {
  const byId = new Map([trigger, ...nodes].map((node) => [node.id, node]))
  const seen = new Set<string>()

  const follow = (id: string, depth: number, edge?: GraphEdge): Branch => {
    const items: Leaf[] = []
    let next: string | undefined = id
    while (next !== undefined) {
      const node = byId.get(next)
      if (!node) break
      if (seen.has(next)) {
        items.push({ kind: 'joins', node })
        break
      }
      seen.add(next)
      const out = edges.filter(({ from }) => from === node.id)
      const forks = out.length > 1
      const branches = forks ? out.map((way) => follow(way.to, depth + 1, way)) : []
      items.push({ kind: 'step', node, depth, branches })
      next = forks ? undefined : out[0]?.to
    }
    return { edge, items }
  }
  return follow(trigger.id, 0)
}
