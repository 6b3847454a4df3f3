import type { Lane } from '#app/work/bell'

const LANES: Record<string, Lane> = {
  message: 'conversational',
  link: 'conversational',
  order: 'transactional',
  shipment: 'transactional',
  payment: 'transactional',
}

/** Who writes to us waits least, then who has paid. */
export const laneOf = (type: string): Lane => LANES[type.split('.')[0]] ?? 'default'
