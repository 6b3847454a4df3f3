import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { Invitation } from '#app/accounts/invitation'
import { Member } from '#app/accounts/member'
import { fakeWorld } from '#app/calls/fake_world'
import { httpClient, userRequest } from '#app/calls/http_client'
import { loggedError } from '#app/connectors/logged_error'
import { clock } from '#app/clock'
import { newId } from '#app/ids'
import { drain } from '#app/work/worker'
import { FakeServer } from '#tests/support/fake_world/server'
import { givenContact, givenSandbox } from '#tests/support/messaging'
import { abandon, chain, givenPipeline, onlyRun, stepsOf } from '#tests/support/pipelines'
import { givenMember, givenUser, givenWorkspace, PASSWORD } from '#tests/support/workspace'

test.group('Whoever may not come in', () => {
  test('is out at once when the membership ends', async ({ client }) => {
    const workspace = await givenWorkspace()
    const user = await givenMember(workspace)
    const page = () => client.get(`/w/${workspace.id}/settings`).loginAs(user).withInertia()
    ;(await page()).assertStatus(200)
    await Member.query().where({ user_id: user.id }).delete()
    ;(await page()).assertStatus(404)
  })

  test('is signed out everywhere else when the password changes', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const user = await givenMember(workspace)
    const page = (stamp: string) =>
      client.get(`/w/${workspace.id}/settings`).loginAs(user).withSession({ stamp }).redirects(0)
    const answer = await page('of-the-password-before')
    assert.equal(answer.header('location'), '/sign-in')

    const changed = await client
      .put('/account/password')
      .loginAs(user)
      .withCsrfToken()
      .redirects(0)
      .form({ current: PASSWORD, password: 'another long password' })
    const stamp = String(changed.session('stamp'))
    assert.equal(
      (await client.get(`/w/${workspace.id}/settings`).loginAs(user).withSession({ stamp }).withInertia()).status(),
      200
    )
  })

  test('cannot try passwords by way of an invitation', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const admin = await givenMember(workspace)
    const victim = await givenUser()
    const { token } = await Invitation.issue(workspace, { email: victim.email, role: 'viewer', invitedBy: admin.id })
    const guess = (password: string) =>
      client.post(`/invitations/${token}`).withCsrfToken().redirects(0).form({ name: 'Nobody', password })
    for (let n = 0; n < 11; n++) await guess(`a wrong password ${n}`)
    await guess(PASSWORD)
    assert.lengthOf(await Member.query().where({ user_id: victim.id }), 0)
  })

  test('changes nothing from another site', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const admin = await givenMember(workspace)
    await client.put(`/w/${workspace.id}/settings/sending`).loginAs(admin).form({ frequency_cap: 9 }).redirects(0)
    const row = await db.from('workspaces').where('id', workspace.id).firstOrFail()
    assert.notInclude(String(row.settings), '"frequency_cap":9')
  })
})

test.group('What leaves', (group) => {
  let vendor: FakeServer
  group.each.setup(async () => {
    vendor = new FakeServer()
      .route('GET', '/away', () => ({ status: 302, headers: { location: 'https://other.example/here' } }))
      .route('GET', '/here', () => ({ body: {} }))
    const origin = await vendor.start()
    fakeWorld.lead('https://tools.example', origin)
    fakeWorld.lead('https://other.example', origin)
    return async () => {
      fakeWorld.lead('https://tools.example', null)
      fakeWorld.lead('https://other.example', null)
      await vendor.stop()
    }
  })

  test('takes no key along to where it is sent on', async ({ assert }) => {
    await userRequest('https://tools.example/away', { headers: { 'x-my-key': 'secret', 'accept': 'application/json' } })
    const [first, second] = vendor.requests
    assert.equal(first.headers['x-my-key'], 'secret')
    assert.isUndefined(second.headers['x-my-key'])
    assert.equal(second.headers.accept, 'application/json')
  })

  test('goes to a host that was typed into settings only where that is public', async ({ assert }) => {
    for (const host of ['127.0.0.1', '169.254.169.254', 'localhost', '[::1]', '10.0.0.1']) {
      const client = httpClient({ hosts: [], typedHosts: [host], fields: {} })
      await assert.rejects(() => client.fetch(`http://${host}/`), /may not be called: address_not_public/)
    }
  })

  test('refuses a header that a customer’s name would break, and ends as the graph says', async ({ assert }) => {
    const { workspace } = await givenSandbox()
    const contactId = await givenContact(workspace, { firstName: 'Zoë 漢\r\nx-admin: 1' })
    const headers = [{ name: 'x-name', value: '{{ contact.first_name }}' }]
    const pipeline = await givenPipeline(
      workspace,
      chain({ type: 'http_request', config: { method: 'GET', url: 'https://tools.example/here', headers } })
    )
    await abandon(workspace, contactId)
    await drain()
    const run = await onlyRun(pipeline)
    assert.containsSubset((await stepsOf(run))[0], { state: 'failed', code: 'invalid_input' })
    assert.lengthOf(vendor.requests, 0)
  })
})

test.group('A log', () => {
  test('says nothing of what a failed statement was about', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const row = {
      id: newId('tag'),
      workspace_id: workspace.id,
      name: 'x',
      natural_key: 'personal-canary',
      created_at: clock.now(),
      no_such_column: 'personal-canary',
    }
    const error: unknown = await db
      .table('contact_identities')
      .insert(row)
      .catch((failure: unknown) => failure)
    assert.instanceOf(error, Error)
    assert.notInclude(JSON.stringify(loggedError(error)), 'personal-canary')
  })
})
