import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { SYSTEM } from '#app/accounts/access'
import { Approval } from '#app/ai/approval'
import { decide } from '#app/ai/deciding'
import { clock, MINUTE } from '#app/clock'
import { Connection } from '#app/connectors/connection'
import { contextFor } from '#app/connectors/context'
import { BY_REDIRECT } from '#app/connectors/oauth_ways'
import { fakeWorld } from '#app/calls/fake_world'
import { forgetSyncs } from '#app/crm/active_syncs'
import { changesOf, lookAt } from '#app/crm/link'
import type { Row } from '#app/database'
import { drain } from '#app/work/worker'
import { givenRules, whenWritten } from '#tests/support/ai'
import { givenApp, givenConnection } from '#tests/support/connections'
import { givenCrm, leadHubSpot } from '#tests/support/crm'
import { giulia, givenEvents } from '#tests/support/events'
import { FakeHubSpot } from '#tests/support/fake_world/hubspot'
import { valueOf } from '#tests/support/fake_world/hubspot_portal'
import { FRIDAY_MORNING } from '#tests/support/messaging'
import { before, embedded, overlapping } from '#tests/support/overlapping'
import { onlyRun } from '#tests/support/pipelines'
import { APP, fakeSalesforce } from '#tests/support/salesforce'
import { givenWorkspace } from '#tests/support/workspace'

test.group('Two processes and one reply', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('of two who approve it at once one decides', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await givenRules(workspace)
    const config = { text: '{{ event.text }}', instruction: 'Answer.', language: 'it', mode: 'approval', timeout: '4h' }
    const { pipeline, contactId } = await whenWritten(workspace, 'Dov’è il mio ordine 1042?', {
      nodes: [
        { id: 'reply', type: 'write_reply', name: 'reply', config },
        { id: 'tell', type: 'add_tag', name: 'tell', config: { tag: '{{ steps.reply.decision }}' } },
      ],
      edges: [
        { from: 'trigger', branch: 'next', to: 'reply' },
        { from: 'reply', branch: 'next', to: 'tell' },
        { from: 'reply', branch: 'rejected', to: 'tell' },
      ],
    })
    const approval = await Approval.in(workspace).where('state', 'pending').firstOrFail()
    const decided = await before(
      { table: 'contacts', id: contactId },
      () => decide(approval, { kind: 'approve', text: null }, SYSTEM),
      () => decide(approval, { kind: 'reject' }, SYSTEM)
    )
    assert.lengthOf(
      decided.filter(({ ok }) => ok),
      1
    )
    assert.containsSubset(decided, [{ ok: false, reason: 'approval_decided' }])
    const [winner] = decided.filter(({ ok }) => ok)
    assert.equal((await Approval.findOrFail(approval.id)).state, winner.state)
    await Promise.all([drain(), drain()])
    assert.equal((await onlyRun(pipeline)).state, 'completed')
    assert.lengthOf(await db.from('contact_tags').where('contact_id', contactId), 1)
  }).skip(embedded, 'one writer')
})

test.group('Two processes and one token', (group) => {
  const salesforce = fakeSalesforce()
  group.setup(async () => {
    await salesforce.start()
    for (const [host, origin] of Object.entries(salesforce.origins)) fakeWorld.lead(host, origin)
    return async () => {
      for (const host of Object.keys(salesforce.origins)) fakeWorld.lead(host, null)
      await salesforce.stop()
    }
  })

  test('a refresh token that is good once is used once', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const { app } = await givenApp(workspace.organizationId, 'salesforce', APP)
    const refreshToken = 'the-refresh-token-of-two-processes'
    salesforce.refresh.add(refreshToken)
    const ended = { ...BY_REDIRECT, accessToken: 'ended-long-ago', issuedAt: 1, expiresAt: 2, renewAt: 1 }
    const credentials = { ...ended, refreshToken, instanceUrl: salesforce.instanceUrl }
    const { connection } = await givenConnection(workspace, 'salesforce', { app, credentials, settings: {} })

    const renewing = async () => (await contextFor(await Connection.findOrFail(connection.id))).credentials.accessToken
    const tokens = await before({ table: 'connections', id: connection.id }, renewing, renewing, renewing)
    assert.equal(salesforce.refreshes, 1)
    assert.lengthOf([...new Set(tokens)], 1)
    const stored = (await Connection.findOrFail(connection.id)).credentials
    assert.equal(stored.accessToken, tokens[0])
    assert.notEqual(stored.refreshToken, refreshToken)
  }).skip(embedded, 'one writer')
})

test.group('Two processes and one contact of a CRM', (group) => {
  const hubspot = new FakeHubSpot()
  group.setup(() => leadHubSpot(hubspot))
  group.each.setup(() => {
    clock.freeze(Date.now())
    return () => {
      clock.restore()
      forgetSyncs()
    }
  })

  async function givenLinked() {
    const crm = await givenCrm(hubspot)
    await givenEvents(crm.workspace, {
      type: 'form.submitted',
      key: 'f-1',
      connector: 'core',
      account: null,
      person: giulia(),
    })
    await drain()
    await crm.settled()
    const [contact] = await crm.contacts()
    return { ...crm, contactId: String(contact.id), record: crm.portal.of('contacts')[0] }
  }

  test('two reasons to look at it are both kept, and it is looked at', async ({ assert }) => {
    const { workspace, connection, contactId, link } = await givenLinked()
    const reason = { workspaceId: workspace.id, connectionId: connection.id, contactId }
    const earlier = Number((await link(contactId))?.wanted)
    await overlapping(
      (trx) => lookAt(trx, [{ ...reason, field: 'city', at: 1000 }]),
      (trx) => lookAt(trx, [{ ...reason, field: 'company', at: 2000 }])
    )
    const row = (await link(contactId)) as Row
    assert.equal(Number(row.wanted), earlier + 2)
    assert.containsSubset(changesOf(row), { city: 1000, company: 2000 })
    assert.equal(row.state, 'due')
    await drain()
  }).skip(embedded, 'one writer')

  test('two workers write what changed once, and a third reason meanwhile is not lost', async ({ assert }) => {
    const { contactId, record, change, settled, writes, link } = await givenLinked()
    const earlier = writes()
    await change(contactId, 'city', 'Bari')
    clock.advance(MINUTE)
    await Promise.all([drain(), drain(), change(contactId, 'company', 'Lumi')])
    await settled()
    assert.equal(valueOf(record, 'city'), 'Bari')
    assert.equal(valueOf(record, 'company'), 'Lumi')
    assert.isAtMost(writes() - earlier, 2)
    assert.equal((await link(contactId))?.state, 'idle')
  }).skip(embedded, 'one writer')
})
