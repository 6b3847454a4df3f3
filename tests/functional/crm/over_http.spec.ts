import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { ApiToken } from '#app/accounts/api_token'
import { clock } from '#app/clock'
import { forgetSyncs } from '#app/crm/active_syncs'
import { Sync } from '#app/crm/sync'
import { givenCrm, leadHubSpot } from '#tests/support/crm'
import { FakeHubSpot } from '#tests/support/fake_world/hubspot'
import { givenContact } from '#tests/support/messaging'
import { givenConnection } from '#tests/support/connections'
import { givenMember } from '#tests/support/workspace'

test.group('Keeping in step, over HTTP', (group) => {
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

  async function scene() {
    const crm = await givenCrm(hubspot)
    const scopes = ['connections.view', 'connections.manage'] as const
    const { token: secret } = await ApiToken.issue(crm.workspace, {
      name: 'Script',
      scopes: [...scopes],
      createdBy: 'usr_x',
    })
    return { ...crm, secret, api: `/api/v1/connections/${crm.connection.id}` }
  }

  test('the API reads and writes the mapping, and names what is wrong', async ({ client, assert }) => {
    const { api, secret, workspace } = await scene()
    const read = await client.get(`${api}/mapping`).bearerToken(secret)
    read.assertStatus(200)
    const { mapping, crm } = read.body().data
    assert.deepInclude(mapping, { field: 'first_name', crmField: 'firstname', direction: 'both', rule: 'newest' })
    assert.include(
      crm.map(({ name }: { name: string }) => name),
      'lifecyclestage'
    )

    const wrong = await client
      .put(`${api}/mapping`)
      .bearerToken(secret)
      .json({ mapping: [...mapping, { field: 'country', crmField: 'createdate', direction: 'to_crm' }] })
    wrong.assertStatus(422)
    assert.deepInclude(wrong.body().errors[0], {
      field: `mapping.${mapping.length}.direction`,
      rule: 'crm_field_read_only',
    })

    const saved = await client
      .put(`${api}/mapping`)
      .bearerToken(secret)
      .json({ mapping: [{ field: 'city', crmField: 'city', direction: 'to_crm' }] })
    saved.assertStatus(200)
    const sync = await Sync.in(workspace).firstOrFail()
    assert.deepEqual(sync.mapping, [{ field: 'city', crmField: 'city', direction: 'to_crm', rule: 'newest' }])
    const [entry] = await db.from('audit_entries').where({
      workspace_id: workspace.id,
      action: 'connection.mapping_changed',
    })
    assert.include(entry.after, 'to_crm')
  })

  test('the API starts, holds and ends back-fills, one at a time', async ({ client, assert }) => {
    const { api, secret } = await scene()
    const started = await client.post(`${api}/backfills`).bearerToken(secret).json({ direction: 'to_crm' })
    started.assertStatus(202)
    const { id } = started.body().data
    const second = await client.post(`${api}/backfills`).bearerToken(secret).json({ direction: 'from_crm' })
    second.assertStatus(422)
    assert.equal(second.body().errors[0].rule, 'crm_backfill_running')

    const held = await client.put(`${api}/backfills/${id}`).bearerToken(secret).json({ state: 'paused' })
    assert.equal(held.body().data.state, 'paused')
    const ended = await client.delete(`${api}/backfills/${id}`).bearerToken(secret)
    ended.assertStatus(204)
    const shown = await client.get(`${api}/backfills/${id}`).bearerToken(secret)
    assert.equal(shown.body().data.state, 'cancelled')

    await client.put(`${api}/sync`).bearerToken(secret).json({ on: false })
    const off = await client.post(`${api}/backfills`).bearerToken(secret).json({ direction: 'to_crm' })
    assert.equal(off.body().errors[0].rule, 'crm_sync_off')
  })

  test('the log is read page by page, and filtered', async ({ client, assert }) => {
    const { api, secret, workspace, settled } = await scene()
    await givenContact(workspace, { identities: [{ kind: 'phone', value: '+393330000101' }], firstName: 'Ana' })
    await settled()
    const log = await client.get(`${api}/sync/entries`).qs({ outcome: 'records' }).bearerToken(secret)
    log.assertStatus(200)
    assert.deepEqual(
      log.body().data.map(({ outcome, code }: Record<string, string>) => [outcome, code]),
      [['linked', 'crm_created']]
    )
    const found = await client.get(`${api}/sync/entries`).qs({ q: 'ana' }).bearerToken(secret)
    assert.isAbove(found.body().data.length, 0)
    const nobody = await client.get(`${api}/sync/entries`).qs({ q: 'nobody' }).bearerToken(secret)
    assert.lengthOf(nobody.body().data, 0)
  })

  test('a connection to something else has no such page', async ({ client }) => {
    const { workspace, secret } = await scene()
    const { connection } = await givenConnection(workspace, 'sandbox')
    const answer = await client.get(`/api/v1/connections/${connection.id}/mapping`).bearerToken(secret)
    answer.assertStatus(404)
  })

  test('the page shows it all, and a preview changes nothing', async ({ client, assert }) => {
    const { workspace, connection, portal } = await scene()
    const contact = await givenContact(workspace, {
      identities: [{ kind: 'phone', value: '+393330000101' }],
      firstName: 'Ana',
    })
    const admin = await givenMember(workspace, 'admin')
    const base = `/w/${workspace.id}/connections/${connection.id}/sync`
    const page = await client.get(base).loginAs(admin).withInertia()
    page.assertStatus(200)
    page.assertInertiaComponent('crm/sync')

    const preview = await client
      .post(`${base}/previews`)
      .loginAs(admin)
      .withCsrfToken()
      .json({ contact, mapping: [{ field: 'first_name', crmField: 'firstname', direction: 'both' }] })
    assert.deepInclude(preview.body().lines[0], { ours: 'Ana', theirs: null, becomes: 'to_crm', value: 'Ana' })
    assert.lengthOf(portal.of('contacts'), 0)

    const viewer = await givenMember(workspace, 'viewer')
    const refused = await client.put(base).loginAs(viewer).withCsrfToken().json({ on: false })
    refused.assertStatus(403)
  })
})
