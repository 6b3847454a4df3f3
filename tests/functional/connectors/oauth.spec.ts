import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { SYSTEM } from '#app/accounts/access'
import { Workspace } from '#app/accounts/workspace'
import { DAY, machineNow } from '#app/clock'
import { fakeWorld } from '#app/calls/fake_world'
import { App } from '#app/connectors/app'
import { testConnection } from '#app/connectors/checking'
import { Connection } from '#app/connectors/connection'
import { contextFor } from '#app/connectors/context'
import { keepSignedIn, renewToken } from '#app/connectors/oauth_renewal'
import { disconnect, pauseConnection, resumeConnection } from '#app/connectors/upkeep'
import { drain } from '#app/work/worker'
import { vault } from '#app/vault/vault'
import { APP, fakeSalesforce, Traveller } from '#tests/support/salesforce'
import { givenMember, givenOwner, givenWorkspace } from '#tests/support/workspace'

const stored = async (id: string) => (await Connection.findOrFail(id)).credentials

/** As if the token had been issued so long ago. */
async function aged(connection: Connection, ends: number): Promise<Connection> {
  connection.seal({ ...connection.credentials, expiresAt: ends, renewAt: ends - 60_000 })
  return connection.save()
}

test.group('Signing in at a provider', (group) => {
  let salesforce = fakeSalesforce()
  group.each.setup(async () => {
    salesforce = fakeSalesforce()
    await salesforce.start()
    for (const [host, origin] of Object.entries(salesforce.origins)) fakeWorld.lead(host, origin)
    return async () => {
      for (const host of Object.keys(salesforce.origins)) fakeWorld.lead(host, null)
      await salesforce.stop()
    }
  })

  test('leads there with a proof key, and back to a connection that works', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const somebody = await Traveller.of(client, workspace)
    const url = new URL(await somebody.start())
    assert.equal(url.searchParams.get('code_challenge_method'), 'S256')
    assert.equal(url.searchParams.get('scope'), 'api refresh_token')
    const response = await somebody.back(await salesforce.consent(url.href))
    const [connection] = await Connection.in(workspace)
    assert.equal(response.header('location'), `/w/${workspace.id}/connections/${connection.id}`)
    assert.equal(connection.state, 'healthy')
    assert.equal(connection.account, salesforce.org.id)
    assert.equal(connection.name, 'Our org')
    assert.deepEqual((await App.findOrFail(connection.appId)).credentials, APP)
    const entry = await db.from('audit_entries').where('subject_id', connection.id).first()
    assert.equal(entry.action, 'connection.created')
    assert.equal(entry.actor_id, somebody.user.id)
  })

  test('an app is entered once, and chosen after that', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const somebody = await Traveller.of(client, workspace)
    await somebody.connect(salesforce)
    const page = await client
      .get(`/w/${workspace.id}/connections/new?connector=salesforce`)
      .loginAs(somebody.user)
      .withInertia()
    const { signIn } = page.inertiaProps as {
      signIn: { apps: { id: string; clientId: string }[]; redirectUrl: string }
    }
    assert.deepEqual(
      signIn.apps.map(({ clientId }) => clientId),
      [APP.clientId]
    )
    assert.match(signIn.redirectUrl, /\/oauth\/callback$/)
    assert.notInclude(JSON.stringify(page.inertiaProps), APP.clientSecret)
    const again = await somebody.start({ app: { id: signIn.apps[0].id } })
    assert.equal(new URL(again).searchParams.get('client_id'), APP.clientId)
    assert.lengthOf(await App.query().where('organization_id', workspace.organizationId), 1)
  })

  test('an app is forgotten once nothing lives on it, and by its own organization only', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const somebody = await Traveller.of(client, workspace)
    const connection = await somebody.connect(salesforce)
    const forget = (from: Workspace, user = somebody.user) =>
      client
        .delete(`/w/${from.id}/connections/apps/${connection.appId}`)
        .loginAs(user)
        .withCsrfToken()
        .header('referer', `/w/${from.id}/connections`)
        .redirects(0)
    const refused = await forget(workspace)
    assert.include(JSON.stringify(refused.flashMessages()), 'still uses this app')
    const stranger = await givenWorkspace()
    ;(await forget(stranger, await givenMember(stranger))).assertStatus(404)
    ;(await forget(workspace, await givenMember(workspace, 'manager'))).assertStatus(403)
    assert.exists(await App.find(connection.appId))

    await disconnect(connection, { workspace, actor: SYSTEM, ip: null })
    await forget(workspace)
    assert.notExists(await App.find(connection.appId))
    assert.isNull((await connection.refresh()).appId)
    const entry = await db.from('audit_entries').where({ workspace_id: workspace.id, action: 'app.removed' }).first()
    assert.equal(entry.actor_id, somebody.user.id)

    const again = await somebody.connect(salesforce)
    assert.equal(again.id, connection.id, 'the history goes on')
  })

  test('a member who leaves leaves the connections they made', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const somebody = await Traveller.of(client, workspace)
    const connection = await somebody.connect(salesforce)
    const underWay = await salesforce.consent(await somebody.start())
    const owner = await givenOwner(workspace)
    const member = await db.from('members').where({ workspace_id: workspace.id, user_id: somebody.user.id }).first()
    await client.delete(`/w/${workspace.id}/settings/members/${member.id}`).loginAs(owner).withCsrfToken().redirects(0)

    assert.include((await somebody.back(underWay)).text(), 'sign_in_not_yours')
    assert.lengthOf(await Connection.in(workspace), 1)
    const renewed = await renewToken(connection, String(connection.credentials.accessToken))
    assert.isTrue(salesforce.access.has(String(renewed?.accessToken)))
    assert.equal((await Connection.findOrFail(connection.id)).state, 'healthy')
  })

  test('what is missing in the form is named by field, and nobody is sent anywhere', async ({ client, assert }) => {
    const somebody = await Traveller.of(client, await givenWorkspace())
    const response = await somebody.begin({ app: { fields: {} }, settings: { domain: 'evil.example.com' } })
    assert.notExists(response.header('x-inertia-location'))
    assert.sameMembers(Object.keys(response.flashMessage('inputErrorsBag') as object), [
      'app.clientId',
      'settings.domain',
    ])
    assert.lengthOf(salesforce.requests, 0)
  })

  test('a no is said on the page it was begun on, and nothing is stored', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const somebody = await Traveller.of(client, workspace)
    const response = await somebody.back(await salesforce.consent(await somebody.start(), 'no'))
    assert.equal(response.header('location'), `/w/${workspace.id}/connections/new?connector=salesforce`)
    assert.include(JSON.stringify(response.flashMessages()), 'Access was denied at Salesforce')
    assert.lengthOf(await Connection.in(workspace), 0)
    assert.lengthOf(await App.query().where('organization_id', workspace.organizationId), 0)
  })

  test('a way back is good once', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const somebody = await Traveller.of(client, workspace)
    const location = await salesforce.consent(await somebody.start())
    await somebody.back(location)
    const again = await somebody.back(location)
    assert.include(JSON.stringify(again.flashMessages()), 'finished already')
    assert.lengthOf(await Connection.in(workspace), 1)
  })

  test('and for ten minutes', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const somebody = await Traveller.of(client, workspace)
    const location = await salesforce.consent(await somebody.start())
    await db
      .from('oauth_sign_ins')
      .where('user_id', somebody.user.id)
      .update({ expires_at: machineNow() - 1 })
    const late = await somebody.back(location)
    assert.include(JSON.stringify(late.flashMessages()), 'longer than ten minutes')
    assert.lengthOf(await Connection.in(workspace), 0)
  })

  test('neither another user nor another browser may finish it, and its owner still may', async ({
    client,
    assert,
  }) => {
    const workspace = await givenWorkspace()
    const somebody = await Traveller.of(client, workspace)
    const location = await salesforce.consent(await somebody.start())
    const others = [
      await Traveller.of(client, workspace),
      new Traveller(client, workspace, { user: somebody.user, browser: 'another' }),
    ]
    for (const other of others) {
      const response = await other.back(location)
      response.assertStatus(200)
      assert.include(response.text(), 'sign_in_not_yours')
    }
    assert.lengthOf(await Connection.in(workspace), 0)
    await somebody.back(location)
    assert.lengthOf(await Connection.in(workspace), 1)
  })

  test('whoever lost the right to connect meanwhile does not', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const somebody = await Traveller.of(client, workspace)
    const location = await salesforce.consent(await somebody.start())
    await db.from('members').where('user_id', somebody.user.id).update({ role: 'viewer' })
    assert.include((await somebody.back(location)).text(), 'sign_in_not_yours')
    assert.lengthOf(await Connection.in(workspace), 0)
  })

  test('a secret the provider does not take is said, and nothing is stored', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const somebody = await Traveller.of(client, workspace)
    const wrong = { app: { fields: { ...APP, clientSecret: 'not-the-secret' } } }
    const response = await somebody.back(await salesforce.consent(await somebody.start(wrong)))
    assert.include(JSON.stringify(response.flashMessages()), 'Salesforce did not finish the sign-in')
    assert.lengthOf(await App.query().where('organization_id', workspace.organizationId), 0)
  })

  test('an answer that names a host which is not the provider’s is refused', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const somebody = await Traveller.of(client, workspace)
    salesforce.instanceUrl = 'https://salesforce.com.evil.example'
    const response = await somebody.back(await salesforce.consent(await somebody.start()))
    assert.equal(response.header('location'), `/w/${workspace.id}/connections/new?connector=salesforce`)
    assert.lengthOf(await Connection.in(workspace), 0)
  })

  test('a scope that was not granted needs attention and is named', async ({ client, assert }) => {
    salesforce.grants = 'api'
    const somebody = await Traveller.of(client, await givenWorkspace())
    const connection = await somebody.connect(salesforce)
    assert.equal(connection.state, 'needs_attention')
    assert.deepEqual(connection.missingScopes, ['refresh_token'])
  })

  test('signing in again keeps the connection, for the same account only', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const somebody = await Traveller.of(client, workspace)
    const connection = await somebody.connect(salesforce)
    const before = connection.credentials
    const again = await somebody.connect(salesforce, { connection: connection.id, app: {}, settings: {} })
    assert.equal(again.id, connection.id)
    assert.notEqual(again.credentials.refreshToken, before.refreshToken)
    assert.equal(again.settings.currency, 'EUR')

    Object.assign(salesforce.org, { id: '00D5g000009OTHERA2' })
    const location = await salesforce.consent(await somebody.start({ connection: connection.id, app: {} }))
    const refused = await somebody.back(location)
    assert.equal(refused.header('location'), `/w/${workspace.id}/connections/${connection.id}?tab=settings`)
    assert.include(JSON.stringify(refused.flashMessages()), 'another account')
    assert.deepEqual(await stored(connection.id), again.credentials)
  })

  test('is not for those who may not connect', async ({ client }) => {
    const workspace = await givenWorkspace()
    const response = await client
      .post(`/w/${workspace.id}/connections/sign-ins`)
      .loginAs(await givenMember(workspace, 'manager'))
      .withCsrfToken()
      .json({ connector: 'salesforce' })
    response.assertStatus(403)
  })

  test('no secret is in the log, in an error, in the audit log or readable in the database', async ({
    client,
    assert,
  }) => {
    const lines: string[] = []
    const write = process.stdout.write.bind(process.stdout)
    process.stdout.write = (chunk: string | Uint8Array) => {
      lines.push(String(chunk))
      return true
    }
    const workspace = await givenWorkspace()
    const somebody = await Traveller.of(client, workspace)
    const location = await salesforce.consent(await somebody.start())
    let connection: Connection
    try {
      await somebody.back(location)
      ;[connection] = await Connection.in(workspace)
      await renewToken(connection, String(connection.credentials.accessToken))
      salesforce.revokeAll()
      await testConnection(connection)
    } finally {
      process.stdout.write = write
    }
    const kept = ['connections', 'apps', 'oauth_sign_ins', 'oauth_renewals', 'audit_entries', 'connection_days']
    const rows = await Promise.all(kept.map((table) => db.from(table)))
    const seen = lines.join('') + JSON.stringify(rows)
    const { accessToken, refreshToken } = connection.credentials
    const secrets = [
      accessToken,
      refreshToken,
      APP.clientSecret,
      location.searchParams.get('code'),
      location.searchParams.get('state'),
    ]
    for (const secret of secrets)
      assert.isFalse(seen.includes(String(secret)), `${String(secret).slice(0, 4)}… was told`)
  })
})

test.group('Renewing tokens', (group) => {
  let salesforce = fakeSalesforce()
  group.each.setup(async () => {
    salesforce = fakeSalesforce()
    await salesforce.start()
    for (const [host, origin] of Object.entries(salesforce.origins)) fakeWorld.lead(host, origin)
    return async () => {
      for (const host of Object.keys(salesforce.origins)) fakeWorld.lead(host, null)
      await salesforce.stop()
    }
  })
  const connected = async (client: ConstructorParameters<typeof Traveller>[0]) =>
    (await Traveller.of(client, await givenWorkspace())).connect(salesforce)

  test('happens ahead of their end, once for all who need it, and is stored before it is used', async ({
    client,
    assert,
  }) => {
    const connection = await aged(await connected(client), machineNow() + 30_000)
    const copies = await Promise.all([1, 2, 3, 4].map(() => Connection.findOrFail(connection.id)))
    const contexts = await Promise.all(copies.map((copy) => contextFor(copy)))
    assert.equal(salesforce.refreshes, 1)
    const { accessToken, refreshToken } = await stored(connection.id)
    assert.deepEqual([...new Set(contexts.map(({ credentials }) => credentials.accessToken))], [accessToken])
    assert.isTrue(salesforce.refresh.has(String(refreshToken)), 'the rotated refresh token is the one that is kept')
  })

  test('happens for a token that was refused, once for all whose token it was', async ({ client, assert }) => {
    const connection = await connected(client)
    const refused = String(connection.credentials.accessToken)
    const copies = await Promise.all([1, 2].map(() => Connection.findOrFail(connection.id)))
    const renewed = await Promise.all(copies.map((copy) => renewToken(copy, refused)))
    assert.equal(salesforce.refreshes, 1)
    assert.equal(renewed[0]?.accessToken, renewed[1]?.accessToken)
    assert.notEqual(renewed[0]?.accessToken, refused)
  })

  test('an ill token endpoint does not take a token away that still lasts', async ({ client, assert }) => {
    const connection = await aged(await connected(client), machineNow() + 30_000)
    salesforce.faults.fail(3, { status: 503, path: '/services/oauth2/token' })
    const { credentials } = await contextFor(connection)
    assert.equal(credentials.accessToken, connection.credentials.accessToken)
    const asked = salesforce.requests.filter(({ path }) => path === '/services/oauth2/token').length
    await contextFor(connection)
    assert.equal(
      salesforce.requests.filter(({ path }) => path === '/services/oauth2/token').length,
      asked,
      'it rests a while'
    )
    assert.equal((await Connection.findOrFail(connection.id)).state, 'healthy')
  })

  test('an ended grant needs a person, is shown, and is not asked for again', async ({ client, assert }) => {
    const connection = await connected(client)
    salesforce.revokeAll()
    const result = await testConnection(connection)
    assert.equal(!result.ok && result.reason.code, 'sign_in_needed')
    const broken = await Connection.findOrFail(connection.id)
    assert.deepEqual([broken.state, broken.reason?.code], ['broken', 'sign_in_needed'])
    const asked = () => salesforce.requests.filter(({ path }) => path === '/services/oauth2/token').length
    const before = asked()
    for (let check = 0; check < 3; check++) await testConnection(await Connection.findOrFail(connection.id))
    assert.equal(asked(), before)
  })

  test('tokens of a sign-in made meanwhile are kept', async ({ client, assert }) => {
    const connection = await connected(client)
    const stale = await Connection.findOrFail(connection.id)
    connection.seal({ ...connection.credentials, accessToken: 'of-the-new-sign-in' })
    await connection.save()
    const renewed = await renewToken(stale, String(stale.credentials.accessToken))
    assert.equal(renewed?.accessToken, 'of-the-new-sign-in')
    assert.equal(salesforce.refreshes, 0)
    const place = { table: Connection.table, id: connection.id, field: 'credentials' }
    assert.equal(vault.open<{ accessToken: string }>(stale.sealedCredentials, place).accessToken, 'of-the-new-sign-in')
  })

  test('goes on once a day while a connection is paused, and nothing else is asked', async ({ client, assert }) => {
    const connection = await connected(client)
    const workspace = await Workspace.findOrFail(connection.workspaceId)
    await pauseConnection(connection, { workspace, actor: SYSTEM, ip: null })
    const hourly = async () => {
      await db.from('connection_tasks').where('connection_id', connection.id).update({ due_at: 0 })
      await drain()
    }
    const asked = salesforce.requests.length
    await hourly()
    assert.equal(salesforce.requests.length, asked, 'the token is of today')

    connection.seal({ ...connection.credentials, issuedAt: machineNow() - DAY - 1 })
    await connection.save()
    await hourly()
    await hourly()
    assert.deepEqual(
      salesforce.requests.slice(asked).map(({ path }) => path),
      ['/services/oauth2/token']
    )
    assert.isTrue(salesforce.refresh.has(String((await stored(connection.id)).refreshToken)))
    assert.equal((await connection.refresh()).state, 'paused')
  })

  test('that fails while paused leaves it paused; resumed, it says that a person is needed', async ({
    client,
    assert,
  }) => {
    const connection = await connected(client)
    const by = { workspace: await Workspace.findOrFail(connection.workspaceId), actor: SYSTEM, ip: null }
    await pauseConnection(connection, by)
    salesforce.revokeAll()
    connection.seal({ ...connection.credentials, issuedAt: machineNow() - DAY - 1 })
    await connection.save()
    await keepSignedIn(connection)
    assert.equal((await connection.refresh()).state, 'paused')
    const asked = salesforce.requests.filter(({ path }) => path === '/services/oauth2/token').length
    await resumeConnection(connection, by)
    const result = await testConnection(connection)
    assert.equal(!result.ok && result.reason.code, 'sign_in_needed')
    assert.equal(salesforce.requests.filter(({ path }) => path === '/services/oauth2/token').length, asked)
  })

  test('also happens where a token never ends by itself, so that the way to the next one lives on', async ({
    client,
    assert,
  }) => {
    const connection = await connected(client)
    assert.isNull(connection.credentials.expiresAt)
    connection.seal({ ...connection.credentials, issuedAt: machineNow() - DAY - 1 })
    await connection.save()
    await keepSignedIn(connection)
    await keepSignedIn(connection)
    assert.equal(salesforce.refreshes, 1)
  })
})
