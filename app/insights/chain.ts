import db from '@adonisjs/lucid/services/db'
import type { Chain, ChainSeed, ChainViewer } from '#app/http/chains'
import { gather, namesFor } from './gathering.ts'
import { hopsOf } from './hops.ts'
import type { Wording } from './hops.ts'

export const wordingFor = ({ workspace, i18n }: ChainViewer): Wording => ({
  base: `/w/${workspace.id}`,
  t: (key, params) => i18n.t(key, params),
  locale: i18n.locale,
})

/** The relay of each thing asked for, whichever of its hops that is; a list's are read with the same few queries as one. */
export async function chains(viewer: ChainViewer, seeds: ChainSeed[]): Promise<Map<string, Chain>> {
  if (seeds.length === 0) return new Map()
  const client = db.connection()
  const threads = await gather(client, viewer.workspace.id, seeds)
  const names = await namesFor(client, viewer.workspace.id, threads)
  const wording = wordingFor(viewer)
  return new Map(seeds.map((seed, index) => [seed.id, { hops: hopsOf(threads[index], names, wording) }]))
}
