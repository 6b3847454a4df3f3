import type { Group } from '@japa/runner/core'
import { SYSTEM } from '#app/accounts/access'
import { fakeWorld } from '#app/calls/fake_world'
import { clock } from '#app/clock'
import { connect } from '#app/connectors/connect'
import { recordConsent } from '#app/contacts/consents'
import { transaction } from '#app/database'
import { drain } from '#app/work/worker'
import { FakeTwilio } from '#tests/support/fake_world/twilio'
import { FRIDAY_MORNING, givenContact } from '#tests/support/messaging'
import { givenWorkspace } from '#tests/support/workspace'

export const TOKEN = 'primary-token-for-tests'
export const ANA = '+447700900123'
const HOSTS = ['https://api.twilio.com', 'https://messaging.twilio.com', 'https://*.twiliocdn.com']
let numbers = 0

export const nextNumber = (): string => `+1202555${String(++numbers).padStart(4, '0')}`

/** A Twilio for each test of the group; ask for it inside one. Its clock is ours, frozen unless the test says otherwise. */
export function fakeTwilio(group: Group, { frozen = true } = {}): () => FakeTwilio {
  let twilio: FakeTwilio
  group.each.setup(async () => {
    if (frozen) clock.freeze(FRIDAY_MORNING)
    twilio = new FakeTwilio(frozen ? { now: () => clock.now() } : {})
    const origin = await twilio.start()
    for (const host of HOSTS) fakeWorld.lead(host, origin)
    return async () => {
      await twilio.stop()
      for (const host of HOSTS) fakeWorld.lead(host, null)
      clock.restore()
    }
  })
  return () => twilio
}

/** Connected as a person would, so that the number is led here; `name` for a sender that nobody can answer. */
export async function givenSender(
  twilio: FakeTwilio,
  { service = false, name = null as string | null, settings = {}, ...change } = {}
) {
  const workspace = await givenWorkspace(change)
  const account = twilio.addAccount(TOKEN)
  const number = nextNumber()
  twilio.addNumber(account, number)
  const sender = service ? { messagingServiceSid: twilio.addService(account, [number]) } : { from: name ?? number }
  const result = await connect(workspace, 'twilio', {
    credentials: { accountSid: account.sid, authToken: TOKEN },
    settings: { ...sender, ...settings },
    actor: SYSTEM,
  })
  if (!result.ok) throw new Error(`should connect: ${JSON.stringify(result)}`)
  return { workspace, account, number, connection: result.connection }
}

/** Somebody who said yes to offers by SMS, and on the other channels named. */
export async function givenAna(workspace: { id: string }, phone = ANA, channels: ('sms' | 'whatsapp')[] = ['sms']) {
  const contactId = await givenContact(workspace, { identities: [{ kind: 'phone', value: phone }], consents: [] })
  for (const channel of channels)
    await transaction((trx) =>
      recordConsent(trx, {
        workspaceId: workspace.id,
        contactId,
        channel,
        purpose: 'marketing',
        action: 'granted',
        method: 'form',
        source: 'test',
        proof: {},
        occurredAt: clock.now(),
      })
    )
  return contactId
}

/** Everything has left, and what Twilio told of it has come. */
export async function settled(twilio: FakeTwilio): Promise<void> {
  await drain()
  await twilio.idle()
  await drain()
}
