import { HOP_KINDS, type Hop, type HopState } from './types.ts'

/** All nine, whatever came: what is missing was not reached. */
export function allNine(hops: Hop[]): Hop[] {
  return HOP_KINDS.map((kind) => hops.find((hop) => hop.kind === kind) ?? { kind, state: 'not_reached' })
}

export const isCut = (state: HopState) => state === 'refused' || state === 'failed'

export const passedCount = (states: HopState[]) => states.filter((state) => state === 'passed').length

/** The line from one hop to the next. */
export function lineBetween(from: HopState, to: HopState | undefined) {
  if (to === undefined) return 'none'
  if (isCut(from)) return 'cut'
  if (to === 'working') return 'working'
  return to === 'not_reached' ? 'dashed' : 'solid'
}
