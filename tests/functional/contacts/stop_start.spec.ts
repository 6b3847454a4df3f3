import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { clock, HOUR } from '#app/clock'
import { transaction } from '#app/database'
import { consentFor } from '#app/contacts/consent_states'
import { recordConsent } from '#app/contacts/consents'
import type { ConsentEntry } from '#app/contacts/consents'
import { resolveContact } from '#app/contacts/resolve'
import { suppressionFor } from '#app/contacts/suppressions'
import { givenEvents, giulia, inbound, rowsOf, SHOP } from '#tests/support/events'
import { givenWorkspace } from '#tests/support/workspace'

async function givenGiulia() {
  const workspace = await givenWorkspace()
  const contactId = await transaction((trx) =>
    resolveContact(trx, workspace.id, giulia(), { account: SHOP, occurredAt: clock.now() })
  )
  return { workspace, contactId: String(contactId) }
}

function consent(workspace: { id: string }, contactId: string, change: Partial<ConsentEntry> = {}) {
  clock.advance(HOUR)
  return transaction((trx) =>
    recordConsent(trx, {
      workspaceId: workspace.id,
      contactId,
      channel: 'whatsapp',
      purpose: 'marketing',
      action: 'granted',
      method: 'checkout',
      source: 'shopify',
      proof: { ip: '203.0.113.7' },
      occurredAt: clock.now(),
      ...change,
    })
  )
}

function says(workspace: { id: string }, text: string, change: Parameters<typeof inbound>[1] = {}) {
  clock.advance(HOUR)
  return givenEvents(workspace, inbound(text, { occurredAt: clock.now(), ...change }))
}

const stateOf = async (contactId: string, channel: 'whatsapp' | 'sms' = 'whatsapp') =>
  (await consentFor(db.connection(), contactId, channel, 'marketing'))?.state ?? null
const suppressedOn = async (contactId: string, channel: 'whatsapp' | 'sms' = 'whatsapp') =>
  (await suppressionFor(db.connection(), contactId, channel, 'marketing'))?.reason ?? null

test.group('Consents', (group) => {
  group.each.setup(() => {
    clock.freeze()
    return () => clock.restore()
  })

  test('keep the proof: method, wording, version, way out and where it lies', async ({ assert }) => {
    const { workspace, contactId } = await givenGiulia()
    await consent(workspace, contactId, { wording: 'Yes, write to me', wordingVersion: '3' })

    const [entry] = await rowsOf('consents', workspace)
    assert.containsSubset(entry, {
      method: 'checkout',
      wording: 'Yes, write to me',
      wording_version: '3',
      way_out: 'reply_stop',
      source: 'shopify',
      action: 'granted',
    })
    assert.equal(JSON.parse(entry.proof).ip, '203.0.113.7')
    assert.equal(JSON.parse(entry.proof).event, entry.event_id)
    assert.equal(await stateOf(contactId), 'granted')
  })

  test('given in the future do not outlive a STOP', async ({ assert }) => {
    const { workspace, contactId } = await givenGiulia()
    await consent(workspace, contactId, { occurredAt: clock.now() + 1000 * HOUR })
    await says(workspace, 'STOP')
    assert.equal(await stateOf(contactId), 'withdrawn')
  })

  test('are withdrawn in the very second in which they were given, though the provider tells no milliseconds', async ({
    assert,
  }) => {
    const { workspace, contactId } = await givenGiulia()
    clock.freeze(Math.floor(clock.now() / 1000) * 1000 + 700)
    await consent(workspace, contactId)
    await givenEvents(workspace, inbound('STOP', { occurredAt: clock.now() - 700 }))
    assert.equal(await stateOf(contactId), 'withdrawn')
    await consent(workspace, contactId, { occurredAt: clock.now() - HOUR })
    assert.equal(await stateOf(contactId), 'withdrawn')
  })

  test('given between two STOPs and heard of after the second allow nothing', async ({ assert }) => {
    const { workspace, contactId } = await givenGiulia()
    await says(workspace, 'STOP')
    const between = clock.now() + HOUR / 2
    await says(workspace, 'STOP')
    await consent(workspace, contactId, { occurredAt: between })
    assert.equal(await stateOf(contactId), 'withdrawn')
  })

  test('are separate per channel', async ({ assert }) => {
    const { workspace, contactId } = await givenGiulia()
    await consent(workspace, contactId, { channel: 'email' })
    assert.isNull(await stateOf(contactId, 'whatsapp'))
  })

  test('go from asked to granted to confirmed and never back by asking', async ({ assert }) => {
    const { workspace, contactId } = await givenGiulia()
    for (const action of ['asked', 'granted', 'confirmed', 'asked', 'granted'] as const)
      await consent(workspace, contactId, { action })

    assert.equal(await stateOf(contactId), 'confirmed')
    assert.lengthOf(await rowsOf('consents', workspace), 5)
  })

  test('do not listen to what is older than the state in force', async ({ assert }) => {
    const { workspace, contactId } = await givenGiulia()
    await consent(workspace, contactId, { action: 'withdrawn' })
    await consent(workspace, contactId, { action: 'granted', occurredAt: clock.now() - 5 * HOUR })
    assert.equal(await stateOf(contactId), 'withdrawn')
  })

  test('are not brought back by an import', async ({ assert }) => {
    const { workspace, contactId } = await givenGiulia()
    await consent(workspace, contactId)
    await says(workspace, 'STOP')
    await consent(workspace, contactId, { method: 'import' })

    assert.equal(await stateOf(contactId), 'withdrawn')
    assert.equal(await suppressedOn(contactId), 'keyword')
  })

  test('come back when the person ticks the box again', async ({ assert }) => {
    const { workspace, contactId } = await givenGiulia()
    await says(workspace, 'STOP')
    await consent(workspace, contactId)

    assert.equal(await stateOf(contactId), 'granted')
    assert.isNull(await suppressedOn(contactId))
  })

  test('arrive from a provider as events, each once', async ({ assert }) => {
    const { workspace } = await givenGiulia()
    const withdrawn = {
      type: 'consent.withdrawn',
      key: 'stop:1',
      person: giulia(),
      payload: { channel: 'whatsapp', purpose: 'marketing', method: 'preference_signal' },
    }
    const [event] = await givenEvents(workspace, withdrawn)
    await givenEvents(workspace, withdrawn)

    assert.equal(await stateOf(String(event.contactId)), 'withdrawn')
    assert.equal(await suppressedOn(String(event.contactId)), 'preference_signal')
    assert.lengthOf(await rowsOf('consents', workspace), 1)
  })
})

test.group('STOP and START', (group) => {
  group.each.setup(() => {
    clock.freeze()
    return () => clock.restore()
  })

  test('STOP withdraws at once, with the message as proof', async ({ assert }) => {
    const { workspace, contactId } = await givenGiulia()
    await consent(workspace, contactId)
    const [message] = await says(workspace, 'Non scrivermi più!')

    assert.equal(await stateOf(contactId), 'withdrawn')
    assert.equal(await suppressedOn(contactId), 'keyword')
    const [event] = await rowsOf('events', workspace).where('type', 'consent.withdrawn')
    assert.equal(event.caused_by, message.id)
    assert.containsSubset(JSON.parse(event.payload), {
      method: 'keyword',
      proof: { message: message.key, event: message.id },
    })
  })

  test('STOP holds for its channel only', async ({ assert }) => {
    const { workspace, contactId } = await givenGiulia()
    await consent(workspace, contactId)
    await consent(workspace, contactId, { channel: 'sms' })
    await says(workspace, 'STOP', { channel: 'sms' })

    assert.equal(await stateOf(contactId, 'sms'), 'withdrawn')
    assert.equal(await stateOf(contactId, 'whatsapp'), 'granted')
    assert.isNull(await suppressedOn(contactId, 'whatsapp'))
  })

  test('a second STOP is no news', async ({ assert }) => {
    const { workspace, contactId } = await givenGiulia()
    await consent(workspace, contactId)
    await says(workspace, 'STOP')
    await says(workspace, 'Stop')
    assert.lengthOf(await rowsOf('events', workspace).where('type', 'consent.withdrawn'), 1)
  })

  test('START gives back what STOP took', async ({ assert }) => {
    const { workspace, contactId } = await givenGiulia()
    await consent(workspace, contactId, { action: 'confirmed' })
    await says(workspace, 'STOP')
    await says(workspace, 'Riattiva')

    assert.equal(await stateOf(contactId), 'confirmed')
    assert.isNull(await suppressedOn(contactId))
  })

  test('START gives nothing that was never there', async ({ assert }) => {
    const { workspace, contactId } = await givenGiulia()
    await says(workspace, 'STOP')
    await says(workspace, 'START')

    assert.isNull(await stateOf(contactId))
    assert.isNull(await suppressedOn(contactId))
    assert.lengthOf(await rowsOf('events', workspace).where('type', 'consent.granted'), 0)
  })

  test('START does not bring back what was withdrawn in another way', async ({ assert }) => {
    const { workspace, contactId } = await givenGiulia()
    await consent(workspace, contactId)
    await consent(workspace, contactId, { action: 'withdrawn', method: 'by_hand' })
    await says(workspace, 'START')
    assert.equal(await stateOf(contactId), 'withdrawn')
  })

  test("hears the workspace's own word", async ({ assert }) => {
    const { workspace, contactId } = await givenGiulia()
    await db
      .from('workspaces')
      .where('id', workspace.id)
      .update({ settings: JSON.stringify({ stop_words: ['Niente offerte'] }) })
    await consent(workspace, contactId)
    await says(workspace, 'niente offerte')
    assert.equal(await stateOf(contactId), 'withdrawn')
  })

  test('an inbound message is a basis for answers, and its ad is kept', async ({ assert }) => {
    const { workspace, contactId } = await givenGiulia()
    const referral = {
      sourceType: 'ad',
      sourceId: '120',
      sourceUrl: 'https://fb.example/ad',
      clickId: 'ARA-1',
      account: 'waba1',
    }
    await says(workspace, 'Ciao', {
      key: 'wamid.1',
      payload: { providerId: 'wamid.1', channel: 'whatsapp', kind: 'text', text: 'Ciao', referral },
    })

    assert.equal(Number((await rowsOf('contacts', workspace))[0].basis_at), clock.now())
    const [kept] = await rowsOf('ad_referrals', workspace)
    assert.containsSubset(kept, { contact_id: contactId, click_id: 'ARA-1', account: 'waba1', source_id: '120' })
  })
})
