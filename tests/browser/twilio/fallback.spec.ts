import { test } from '@japa/runner'
import { SYSTEM } from '#app/accounts/access'
import { fakeWorld } from '#app/calls/fake_world'
import { clock, MINUTE } from '#app/clock'
import { connect } from '#app/connectors/connect'
import { reconcile } from '#app/deliveries/reconciling'
import { drain } from '#app/work/worker'
import { FakeTwilio } from '#tests/support/fake_world/twilio'
import { lookedAt } from '#tests/support/looks'
import { givenContact } from '#tests/support/messaging'
import { abandon, chain, givenPipeline, messagesOf, onlyRun } from '#tests/support/pipelines'
import { ScriptedChannel } from '#tests/support/scripted_channel'
import { givenOwner } from '#tests/support/workspace'

// A cold Vite optimises its dependencies on the first page and then reloads it.
const PATIENCE = { timeout: 90_000 }
const HOST = 'https://api.twilio.com'
const NUMBER = '+12025550199'
const TOKEN = 'primary-token-for-tests'

test.group('An SMS in place of a WhatsApp message', (group) => {
  const twilio = new FakeTwilio()
  group.each.timeout(180_000)
  group.each.setup(async () => {
    fakeWorld.lead(HOST, await twilio.start())
    return async () => {
      fakeWorld.lead(HOST, null)
      await twilio.stop()
      clock.restore()
    }
  })

  /** WhatsApp took a message and never delivered it, so an SMS left half an hour later. */
  async function givenStandIn() {
    clock.freeze()
    const { workspace, connection: whatsapp } = await new ScriptedChannel().connected({}, { locale: 'en' })
    const account = twilio.addAccount(TOKEN)
    twilio.addNumber(account, NUMBER)
    const sms = await connect(workspace, 'twilio', {
      credentials: { accountSid: account.sid, authToken: TOKEN },
      settings: { from: NUMBER, transliterate: true },
      actor: SYSTEM,
    })
    if (!sms.ok) throw new Error('Twilio did not connect')
    const contactId = await givenContact(workspace, { identities: [{ kind: 'phone', value: '+393330000101' }] })
    const text = 'Hi {{ contact.first_name }}, your parcel is on its way – it’s “the blue one”.'
    const pipeline = await givenPipeline(workspace, {
      kind: 'service',
      ...chain({
        type: 'send_message',
        name: 'Your parcel has left',
        config: {
          legs: [
            { text, connection: whatsapp.id, delivered_within: '30min' },
            { text, connection: sms.connection.id },
          ],
        },
      }),
    })
    await abandon(workspace, contactId)
    await drain()
    clock.advance(31 * MINUTE)
    await drain()
    await twilio.idle()
    await drain()
    await reconcile(sms.connection)
    const run = await onlyRun(pipeline)
    return { workspace, run, messages: await messagesOf(run) }
  }

  test('is explained on both pages and in the run', async ({ browserContext, visit, assert }) => {
    const { workspace, run, messages } = await givenStandIn()
    await browserContext.loginAs(await givenOwner(workspace))
    const page = await visit(`/w/${workspace.id}/messages/${messages[0].id}`)
    await page.getByText('Not delivered within 30 minutes').first().waitFor(PATIENCE)
    assert.equal(await lookedAt(page, 'whatsapp'), 0)

    await page.getByRole('link', { name: 'Open the SMS message' }).click()
    await page.getByText('It stands in for a WhatsApp message').waitFor()
    await page.getByText('1 part · GSM-7, 59 characters').waitFor()
    await page.getByText('Hi Giulia, your parcel is on its way - it\'s "the blue one".').waitFor()
    await page.getByText('$0.0075').waitFor()
    assert.equal(await lookedAt(page, 'sms'), 0)

    await page.goto(new URL(`/w/${workspace.id}/runs/${run.id}`, page.url()).href)
    const legs = page.getByRole('table', { name: 'Channels tried' })
    await legs.getByText('Not delivered within 30 minutes').waitFor()
    assert.equal(await lookedAt(page, 'run'), 0)
  })
})
