import type { HttpContext } from '@adonisjs/core/http'
import type { Params } from './json.ts'

/** What a chain may be asked for by. */
export type ChainKind = 'delivery' | 'event' | 'run' | 'message' | 'order' | 'conversion' | 'report'

export interface ChainSeed {
  kind: ChainKind
  id: string
}

/** One hop as the console's chain component shows it (`resources/components/chain/types.ts`). */
export interface ChainHop {
  kind: 'delivery' | 'event' | 'contact' | 'run' | 'step' | 'message' | 'click' | 'order' | 'report'
  state: 'passed' | 'working' | 'waiting' | 'refused' | 'failed' | 'not_reached'
  title?: string
  detail?: string
  status?: string
  reason?: { code: string; params: Params }
  at?: number
  tookMs?: number
  id?: string
  href?: string
  until?: string
  links?: { label: string; href: string }[]
}

export interface Chain {
  hops: ChainHop[]
}

export type ChainViewer = Pick<HttpContext, 'workspace' | 'i18n'>
type ChainView = (viewer: ChainViewer, seeds: ChainSeed[]) => Promise<Map<string, Chain>>

let view: ChainView = async () => new Map()

/** The last room registers the view, so that the pages of every room can show the relay. */
export const registerChainView = (chains: ChainView): void => void (view = chains)

/** Chains by the id they were asked for; a list's chains are read together. */
export const chainsOf = (viewer: ChainViewer, seeds: ChainSeed[]): Promise<Map<string, Chain>> => view(viewer, seeds)

export async function chainOf(viewer: ChainViewer, seed: ChainSeed): Promise<Chain> {
  return (await chainsOf(viewer, [seed])).get(seed.id) ?? { hops: [] }
}
