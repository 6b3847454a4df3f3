import '@xyflow/react/dist/style.css'
import { useComputedColorScheme } from '@mantine/core'
import { Background, Controls, ReactFlow, type Edge, type Node } from '@xyflow/react'
import { useMemo } from 'react'
import { useT } from '~/hooks/use_t'
import { RelayEdge, StepNode, type StepData } from './canvas_parts.tsx'
import { place, thickness } from './layout.ts'
import type { DrawingProps, Graph } from './types.ts'
import classes from './canvas.module.css'

const nodeTypes = { step: StepNode }
const edgeTypes = { relay: RelayEdge }
const still = { nodesDraggable: false, nodesConnectable: false, edgesFocusable: false, elementsSelectable: true }

function drawNodes(graph: Graph, selected: string | null | undefined): Array<Node<StepData>> {
  const placed = place(graph)
  const ends = new Set(graph.edges.map(({ from }) => from))
  return [graph.trigger, ...graph.nodes, ...graph.exits].map((node) => ({
    id: node.id,
    type: 'step',
    position: { x: placed.get(node.id)?.x ?? 0, y: placed.get(node.id)?.y ?? 0 },
    width: placed.get(node.id)?.width,
    height: placed.get(node.id)?.height,
    data: {
      node,
      selected: node.id === selected,
      incoming: graph.edges.some(({ to }) => to === node.id),
      outgoing: ends.has(node.id),
    },
    ariaLabel: [node.name, node.summary].filter(Boolean).join(', '),
  }))
}

function drawEdges({ edges }: Graph): Edge[] {
  const most = Math.max(0, ...edges.map(({ count }) => count ?? 0))
  return edges.map(({ from, to, branch, count }, i) => ({
    id: `${from}-${to}-${branch ?? i}`,
    type: 'relay',
    source: from,
    target: to,
    data: { branch, count, thickness: thickness(count, most) },
  }))
}

/** The pipeline as a drawing that can be read, moved and enlarged, not edited. */
export function Canvas({ graph, selected, onSelect, height = 640 }: DrawingProps & { height?: number | string }) {
  const { t } = useT()
  const scheme = useComputedColorScheme()
  const nodes = useMemo(() => drawNodes(graph, selected), [graph, selected])
  const edges = useMemo(() => drawEdges(graph), [graph])

  return (
    <div
      className={classes.canvas}
      style={{ '--canvas-height': typeof height === 'number' ? `${height}px` : height }}
      role="group"
      aria-label={t('console.canvas')}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        colorMode={scheme}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.08 }}
        minZoom={0.3}
        maxZoom={1.5}
        preventScrolling={false}
        proOptions={{ hideAttribution: true }}
        onNodeClick={(_event, { id }) => onSelect?.(id)}
        onSelectionChange={({ nodes: [chosen] }) => chosen && chosen.id !== selected && onSelect?.(chosen.id)}
        {...still}
      >
        <Background gap={18} size={1} color="var(--st-border-strong)" />
        <Controls showInteractive={false} position="bottom-left" orientation="horizontal" />
      </ReactFlow>
    </div>
  )
}
