import { test } from '@japa/runner'
import { clock, HOUR } from '#app/clock'
import { transaction } from '#app/database'
import { noteBasis } from '#app/contacts/basis'
import type { Message } from '#app/messaging/message'
import type { Purpose } from '#sdk/index'
import { composed, messageOf } from '#tests/support/messaging'
import { fakeTwilio, givenAna, givenSender, settled } from './given.ts'

test.group('Codes and parcels by SMS', (group) => {
  const twilio = fakeTwilio(group)

  /** Somebody with a recent order, who has had all the offers that one may get. */
  async function givenBuyer() {
    const scene = await givenSender(twilio())
    scene.workspace.settings = { ...scene.workspace.settings, frequency_cap: 1 }
    await scene.workspace.save()
    const ana = await givenAna(scene.workspace)
    await transaction((trx) => noteBasis(trx, ana, clock.now()))
    await composed(scene, ana, { purpose: 'marketing' })
    await settled(twilio())
    const sent = (purpose: Purpose) => composed(scene, ana, { purpose })
    return { ana, sent }
  }

  const verdictOf = ({ verdicts }: Message, rule: string) => verdicts?.find((each) => each.rule === rule)?.verdict

  for (const purpose of ['authentication', 'transactional'] as const) {
    test(`${purpose} SMS leave at night, and above the cap`, async ({ assert }) => {
      const { sent } = await givenBuyer()
      clock.advance(11 * HOUR)
      const message = await sent(purpose)
      assert.equal(verdictOf(message, 'quiet_hours'), 'skip')
      assert.equal(verdictOf(message, 'frequency_cap'), 'skip')
      await settled(twilio())
      assert.equal((await messageOf(message.id)).state, 'delivered')
    })
  }

  test('an offer waits for the morning, and is over the cap then', async ({ assert }) => {
    const { sent } = await givenBuyer()
    assert.containsSubset((await sent('marketing')).$attributes, { state: 'refused', code: 'frequency_cap' })
    clock.advance(11 * HOUR)
    assert.equal(verdictOf(await sent('marketing'), 'quiet_hours'), 'delay')
  })
})
