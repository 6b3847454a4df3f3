import { test } from '@japa/runner'
import { clock, MINUTE } from '#app/clock'
import { forgetSyncs } from '#app/crm/active_syncs'
import { reconcile } from '#app/deliveries/reconciling'
import { drain } from '#app/work/worker'
import { givenCrm, leadHubSpot } from '#tests/support/crm'
import { FakeHubSpot } from '#tests/support/fake_world/hubspot'
import { valueOf } from '#tests/support/fake_world/hubspot_portal'
import { chain, givenPipeline, runsOf } from '#tests/support/pipelines'

test.group('Deals and pipelines', (group) => {
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

  test('a deal that reaches a stage starts its pipeline, once, and the contact is written by phone', async ({
    assert,
  }) => {
    const { workspace, portal, connection, sync } = await givenCrm(hubspot)
    assert.include(
      sync.stages.map(({ id }) => id),
      'contractsent'
    )
    const pipeline = await givenPipeline(
      workspace,
      {
        trigger: {
          events: ['deal.updated'],
          where: { path: 'deal.stage', op: 'equals', value: 'contractsent' },
        },
        ...chain({
          type: 'connector_action',
          id: 'crm',
          config: {
            connection: connection.id,
            action: 'upsertContact',
            input: { phone: '{{ contact.phone }}', properties: { lifecyclestage: 'opportunity' } },
          },
        }),
      },
      'Contract sent'
    )
    clock.advance(MINUTE)
    const person = portal.create('contacts', { firstname: 'Ana', phone: '+39 347 555 0177' })
    const deal = portal.create('deals', { dealname: 'Lamps', dealstage: 'appointmentscheduled' })
    portal.associate(deal, person)
    await reconcile(connection)
    await drain()
    assert.lengthOf(await runsOf(pipeline), 0)

    clock.advance(MINUTE)
    portal.write(deal, { dealstage: 'contractsent' })
    hubspot.faults.duplicate = true
    await portal.deliver()
    await reconcile(connection)
    await drain()
    const runs = await runsOf(pipeline)
    assert.deepEqual(
      runs.map(({ state }) => state),
      ['completed']
    )
    assert.lengthOf(portal.of('contacts'), 1)
    assert.equal(valueOf(person, 'lifecyclestage'), 'opportunity')
  })
})
