import {
  BaseEdge,
  EdgeLabelRenderer,
  getSmoothStepPath,
  Handle,
  Position,
  type Edge,
  type EdgeProps,
  type Node,
  type NodeProps,
} from '@xyflow/react'
import { number } from '~/hooks/format'
import { NodeCard } from './node_card.tsx'
import type { GraphExit, GraphNode } from './types.ts'
import classes from './canvas.module.css'

export type StepData = { node: GraphNode | GraphExit; selected: boolean; incoming: boolean; outgoing: boolean }

export function StepNode({ data: { node, selected, incoming, outgoing } }: NodeProps<Node<StepData>>) {
  return (
    <>
      {incoming && <Handle type="target" position={Position.Top} className={classes.handle} isConnectable={false} />}
      <NodeCard node={node} selected={selected} />
      {outgoing && <Handle type="source" position={Position.Bottom} className={classes.handle} isConnectable={false} />}
    </>
  )
}

type RelayData = { branch?: string; count?: number; thickness: number }

/** A line as thick as what passed along it; the count stands on the line. */
export function RelayEdge(props: EdgeProps<Edge<RelayData>>) {
  const { id, sourceX, sourceY, targetX, targetY, data } = props
  const [path, x, y] = getSmoothStepPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition: Position.Bottom,
    targetPosition: Position.Top,
    borderRadius: 6,
  })
  const count = data?.count === undefined ? undefined : number(data.count)
  const label = [data?.branch, count].filter(Boolean).join(' · ')
  // On a line that bends, the label belongs to the branch's own half, not to the shared stem.
  const middle = targetX === sourceX ? x : (sourceX + targetX) / 2

  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        style={{ stroke: 'var(--st-border-control)', strokeWidth: data?.thickness ?? 1.5 }}
      />
      {label && (
        <EdgeLabelRenderer>
          <span className={classes.label} style={{ transform: `translate(-50%, -50%) translate(${middle}px, ${y}px)` }}>
            {label}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  )
}
