export type Figure = { value: string | number; label?: string }

export type GraphNode = {
  id: string
  /** The step type, which chooses the icon: send_message, wait, condition … */
  type: string
  name: string
  /** One line: the template, the duration, the rule. */
  summary?: string
  figures?: Figure[]
  /** Shown small at the right: whatsapp, sms. */
  channel?: string
  /** A problem found on save. */
  problem?: string
}

export type GraphEdge = {
  from: string
  to: string
  /** Yes, No, No order … */
  branch?: string
  /** How many passed in the period. */
  count?: number
}

export type GraphExit = { id: string; name: string; summary?: string; figures?: Figure[] }

export type Graph = { trigger: GraphNode; nodes: GraphNode[]; edges: GraphEdge[]; exits: GraphExit[] }

export type DrawingProps = {
  graph: Graph
  selected?: string | null
  onSelect?: (id: string) => void
}
