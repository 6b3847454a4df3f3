import db from '@adonisjs/lucid/services/db'
import { MINUTE } from '#app/clock'
import { announceActivity } from '#app/http/activity'
import { markHealth } from '#app/connectors/health'
import { sideBySide } from '#app/together'
import { finish } from '#app/work/claim'
import { registerWork } from '#app/work/worker'
import { giveUpOn, postpone } from './agreeing.ts'
import { failureOf } from './failures.ts'
import type { Failure } from './failures.ts'
import { recordsOf } from './finding.ts'
import { atRest } from './link.ts'
import type { Link } from './link.ts'
import { bringIntoStep } from './pairing.ts'
import { sceneOf } from './scene.ts'
import type { Scene } from './scene.ts'

/** So many contacts of one CRM in a round: what vendors allow a second is little more. */
const AT_ONCE = 25
const LOOK_AGAIN_AFTER = 15 * MINUTE

export function registerLinks(): void {
  registerWork<Link>({
    name: 'crm_links',
    table: 'crm_links',
    states: ['due'],
    lanes: ['default'],
    batch: 2 * AT_ONCE,
    // Each contact may take three calls, and each call ten seconds.
    leaseFor: 15 * MINUTE,
    perOwner: { column: 'connection_id', limit: AT_ONCE },
    handle: syncLinks,
    giveUp: (link) => giveUpOn(link, 'crashed', {}),
  })
}

/** CRMs do not wait for one another. */
async function syncLinks(links: Link[]): Promise<void> {
  const groups = [...Map.groupBy(links, (link) => link.connection_id)]
  await sideBySide(
    groups,
    ([connectionId]) => connectionId,
    ([connectionId, own]) => syncOwn(connectionId, own)
  )
}

async function syncOwn(connectionId: string, links: Link[]): Promise<void> {
  const scene = await sceneOf(connectionId)
  // Turned off meanwhile: what is to be caught up with, a back-fill does.
  if (!scene)
    return forEach(links, (link) => finish(db.connection(), 'crm_links', link, atRest(db.connection(), link, {})))
  if (!scene.connection.working) return forEach(links, (link) => postpone(link, LOOK_AGAIN_AFTER))

  const waiting = [...links]
  try {
    const records = await recordsOf(scene, links)
    for (const link of links) {
      const read = link.crm_id ? (records.get(link.crm_id) ?? null) : null
      await syncOne(link, () => bringIntoStep(scene, link, read))
      waiting.shift()
    }
  } catch (error) {
    const failure = failureOf(error, Math.max(...waiting.map(({ attempts }) => attempts)))
    if (!failure) throw error
    await stop(scene, waiting, failure)
  }
  announceActivity(scene.connection.workspaceId)
}

/** Ends with this contact's own failure; throws what all the others would fail with, too. */
async function syncOne(link: Link, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const failure = failureOf(error, link.attempts)
    if (!failure || failure.forAll) throw error
    if (failure.wait === null) await giveUpOn(link, failure.code, failure.params)
    else await postpone(link, failure.wait)
  }
}

async function stop({ connection }: Scene, links: Link[], failure: Failure): Promise<void> {
  await forEach(links, (link) => postpone(link, failure.wait ?? LOOK_AGAIN_AFTER))
  if (failure.breaks) await markHealth(connection, 'broken', { code: failure.code })
}

async function forEach(links: Link[], work: (link: Link) => Promise<void>): Promise<void> {
  for (const link of links) await work(link)
}
