import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { clock, DAY } from '#app/clock'
import { forgetSyncs } from '#app/crm/active_syncs'
import { Backfill, countFor, startBackfill } from '#app/crm/backfill'
import { drain } from '#app/work/worker'
import { givenCrm, leadHubSpot } from '#tests/support/crm'
import { FakeHubSpot } from '#tests/support/fake_world/hubspot'
import type { FakePortal } from '#tests/support/fake_world/hubspot_portal'
import { valueOf } from '#tests/support/fake_world/hubspot_portal'
import { givenContact } from '#tests/support/messaging'

test.group('Back-fills', (group) => {
  const hubspot = new FakeHubSpot()
  group.setup(() => leadHubSpot(hubspot))
  group.each.setup(() => {
    clock.freeze(Date.now())
    return () => {
      clock.restore()
      forgetSyncs()
      hubspot.faults.reset()
    }
  })

  /** Entered yesterday, so that asking for changes does not find them. */
  const people = (many: number) => (portal: FakePortal) => {
    const now = clock.now()
    clock.freeze(now - DAY)
    for (let n = 0; n < many; n++)
      portal.create('contacts', { firstname: `Guest ${n}`, phone: `+39333${String(1_000_000 + n)}` })
    clock.freeze(now)
  }

  async function started(crm: Awaited<ReturnType<typeof givenCrm>>, direction: 'from_crm' | 'to_crm') {
    const result = await startBackfill(crm.connection, direction)
    if (!result.ok) throw new Error(result.reason)
    return Backfill.in(crm.workspace).where('id', result.id).firstOrFail()
  }

  async function toTheEnd(crm: Awaited<ReturnType<typeof givenCrm>>, backfill: Backfill) {
    for (let turn = 0; turn < 60 && backfill.open; turn++) {
      await crm.settled(3)
      await backfill.refresh()
    }
    return backfill
  }

  test('everybody in the CRM comes over, page by page, and starts nothing', async ({ assert }) => {
    const crm = await givenCrm(hubspot, { before: people(130) })
    crm.portal.create('contacts', { city: 'Bari' })
    assert.equal(await countFor(crm.connection, 'from_crm'), 131)
    assert.lengthOf(await crm.contacts(), 0, 'counting changes nothing')

    const backfill = await toTheEnd(crm, await started(crm, 'from_crm'))
    const { state, total, seen, changed, skipped, refused } = backfill
    assert.deepEqual([state, total, seen, changed, skipped, refused], ['done', 131, 131, 130, 1, 0])
    assert.lengthOf(await crm.contacts(), 130)
    assert.equal(crm.writes(), 0)
    const news = await db.from('events').where({ workspace_id: crm.workspace.id, historic: false })
    assert.lengthOf(news, 0)
    assert.include(
      (await crm.entries()).map(({ code }) => code),
      'crm_no_identifier'
    )

    const again = await toTheEnd(crm, await started(crm, 'from_crm'))
    assert.deepEqual([again.seen, again.changed], [131, 0], 'the second time nothing is left to do')
  })

  test('everybody here goes over, and nobody twice', async ({ assert }) => {
    const crm = await givenCrm(hubspot)
    for (let n = 0; n < 3; n++)
      await givenContact(crm.workspace, {
        identities: [{ kind: 'phone', value: `+39333000010${n}` }],
        firstName: `Ana ${n}`,
      })
    await db.from('crm_links').where('connection_id', crm.connection.id).delete()
    crm.portal.create('contacts', { phone: '+39 333 000 0101', firstname: 'Ana 1' })
    const backfill = await toTheEnd(crm, await started(crm, 'to_crm'))
    assert.deepEqual([backfill.state, backfill.total, backfill.seen, backfill.changed], ['done', 3, 3, 3])
    assert.lengthOf(crm.portal.of('contacts'), 3)
    assert.sameMembers(
      crm.portal.of('contacts').map((record) => valueOf(record, 'firstname')),
      ['Ana 0', 'Ana 1', 'Ana 2']
    )
  })

  test('it rests while it is paused, goes on where it was, and is one at a time', async ({ assert }) => {
    const crm = await givenCrm(hubspot, { before: people(120) })
    const backfill = await started(crm, 'from_crm')
    assert.deepEqual(await startBackfill(crm.connection, 'to_crm'), { ok: false, reason: 'crm_backfill_running' })
    await drain()
    await backfill.refresh()
    assert.equal(backfill.seen, 100)
    await backfill.pause()
    const done = (await crm.contacts()).length
    for (let turn = 0; turn < 5; turn++) await crm.settled(60)
    assert.lengthOf(await crm.contacts(), done)

    await backfill.resume()
    await toTheEnd(crm, backfill)
    assert.deepEqual([backfill.state, backfill.seen], ['done', 120])
  })

  test('cancelled, it leaves what is done and does no more', async ({ assert }) => {
    const crm = await givenCrm(hubspot, { before: people(120) })
    const backfill = await started(crm, 'from_crm')
    await drain()
    await backfill.refresh()
    await backfill.cancel()
    for (let turn = 0; turn < 5; turn++) await crm.settled(60)
    await backfill.refresh()
    assert.deepEqual([backfill.state, backfill.seen], ['cancelled', 100])
    assert.isTrue((await startBackfill(crm.connection, 'to_crm')).ok)
  })

  test('a CRM that asks for patience gets it', async ({ assert }) => {
    const crm = await givenCrm(hubspot, { before: people(20) })
    hubspot.faults.rateLimit(2)
    const backfill = await toTheEnd(crm, await started(crm, 'from_crm'))
    assert.deepEqual([backfill.state, backfill.changed, backfill.refused], ['done', 20, 0])
  })

  test('whoever dies in the middle of a page repeats nothing', async ({ assert }) => {
    const crm = await givenCrm(hubspot, { before: people(110) })
    const backfill = await started(crm, 'from_crm')
    // Somebody claimed it and died: the lease has run out.
    await db.from('crm_backfills').where('id', backfill.id).update({ lease_token: 'dead', lease_until: 1 })
    await toTheEnd(crm, backfill)
    assert.deepEqual([backfill.state, backfill.seen, backfill.changed], ['done', 110, 110])
    assert.lengthOf(await crm.contacts(), 110)
  })
})
