import mail from '@adonisjs/mail/services/main'
import { test } from '@japa/runner'
import { clock, DAY } from '#app/clock'
import { ApiToken } from '#app/accounts/api_token'
import { Invitation } from '#app/accounts/invitation'
import { InvitationMail } from '#app/accounts/invitation_mail'
import { Member } from '#app/accounts/member'
import type { Permission } from '#app/accounts/permissions'
import env from '#start/env'
import { givenMember, givenOwner, givenUser, givenWorkspace, PASSWORD } from '#tests/support/workspace'

test.group('Signing in', () => {
  test('opens the console with the right password', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const user = await givenMember(workspace)
    const answer = await client
      .post('/sign-in')
      .form({ email: user.email, password: PASSWORD })
      .withCsrfToken()
      .redirects(0)
    assert.equal(answer.status(), 302)
    assert.equal(answer.header('location'), '/')
  })

  test('says on the field that the password is wrong', async ({ client, assert }) => {
    const user = await givenUser()
    const answer = await client
      .post('/sign-in')
      .form({ email: user.email, password: 'wrong' })
      .withCsrfToken()
      .redirects(0)
    assert.match(String(answer.flashMessage('errors')?.email ?? JSON.stringify(answer.flashMessages())), /do not match/)
  })

  test('is asked for before a page of the console', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const answer = await client.get(`/w/${workspace.id}/settings`).redirects(0)
    assert.equal(answer.status(), 302)
    assert.equal(answer.header('location'), '/sign-in')
  })
})

test.group('A workspace and its roles', () => {
  test('looks like nothing to a user of another', async ({ client }) => {
    const [own, other] = [await givenWorkspace(), await givenWorkspace()]
    const user = await givenMember(own)
    const answer = await client.get(`/w/${other.id}/settings`).loginAs(user)
    answer.assertStatus(404)
  })

  test('refuses a viewer what takes a manager', async ({ client }) => {
    const workspace = await givenWorkspace()
    const answer = await client.get(`/w/${workspace.id}/settings`).loginAs(await givenMember(workspace, 'viewer'))
    answer.assertStatus(403)
  })

  test('lets an owner of the organization act as admin', async ({ client }) => {
    const workspace = await givenWorkspace()
    const answer = await client
      .get(`/w/${workspace.id}/settings`)
      .loginAs(await givenOwner(workspace))
      .withInertia()
    answer.assertStatus(200)
  })

  test('keeps who changed its settings, and what', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const admin = await givenMember(workspace)
    await client
      .put(`/w/${workspace.id}/settings/sending`)
      .loginAs(admin)
      .form({ frequency_cap: 1 })
      .withCsrfToken()
      .redirects(0)

    const page = await client.get(`/w/${workspace.id}/settings/audit`).loginAs(admin).withInertia()
    const [entry] = page.inertiaProps.entries as { action: string; actorName: string; changes: unknown }[]
    assert.equal(entry.action, 'settings.changed')
    assert.equal(entry.actorName, admin.name)
    assert.deepEqual(entry.changes, [{ name: 'frequency_cap', before: '3', after: '1' }])
  })
})

test.group('An invitation', (group) => {
  group.each.teardown(() => clock.restore())

  test('makes a member once, with its role', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const admin = await givenMember(workspace)
    const { token } = await Invitation.issue(workspace, {
      email: `new-${workspace.id}@example.com`,
      role: 'operator',
      invitedBy: admin.id,
    })
    const join = { name: 'Nina Neri', password: 'a long new password', locale: 'it' }

    const first = await (await Invitation.byToken(token))!.accept(join)
    const again = await (await Invitation.byToken(token))!.accept(join)

    assert.isTrue(first.ok)
    assert.deepEqual(again, { ok: false, reason: 'invitation_accepted' })
    const members = await Member.query().where('workspace_id', workspace.id).where('role', 'operator')
    assert.lengthOf(members, 1)
  })

  test('goes by e-mail where a mail server is set, and is a link in any case', async ({ client, assert, cleanup }) => {
    const { mails } = mail.fake()
    cleanup(() => {
      mail.restore()
      env.set('SMTP_HOST', '')
    })
    env.set('SMTP_HOST', 'smtp.example.com')
    const workspace = await givenWorkspace()
    const admin = await givenMember(workspace)
    const invite = { email: 'nina@example.com', role: 'viewer' }
    const answer = await client
      .post(`/w/${workspace.id}/settings/invitations`)
      .loginAs(admin)
      .form(invite)
      .withCsrfToken()
      .redirects(0)

    assert.match(String(answer.flashMessage('invitation_link')), /\/invitations\/inv_/)
    mails.assertQueued(InvitationMail, ({ message }) => message.hasTo('nina@example.com'))
  })

  test('expires after seven days', async ({ assert }) => {
    clock.freeze()
    const workspace = await givenWorkspace()
    const { invitation } = await Invitation.issue(workspace, {
      email: 'late@example.com',
      role: 'viewer',
      invitedBy: 'usr_x',
    })
    clock.advance(7 * DAY)
    assert.equal(invitation.state, 'expired')
  })
})

test.group('An API token', () => {
  test('dies when whoever made it may no longer do what it does', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const [boss, admin] = [await givenMember(workspace), await givenMember(workspace)]
    const issue = async (scopes: Permission[]) =>
      (await ApiToken.issue(workspace, { name: 'Script', scopes, createdBy: admin.id })).token
    const [strong, weak] = [await issue(['contacts.view', 'connections.manage']), await issue(['contacts.view'])]
    const member = await Member.query().where({ workspace_id: workspace.id, user_id: admin.id }).firstOrFail()

    await client
      .put(`/w/${workspace.id}/settings/members/${member.id}`)
      .loginAs(boss)
      .form({ role: 'viewer' })
      .withCsrfToken()
      .redirects(0)
    assert.isNull(await ApiToken.authenticate(strong))
    assert.isNotNull(await ApiToken.authenticate(weak))
  })

  test('is kept as a hash and dies when revoked', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const { row, token } = await ApiToken.issue(workspace, {
      name: 'Zap',
      scopes: ['contacts.view'],
      createdBy: 'usr_x',
    })
    assert.notInclude(row.tokenHash, token)
    assert.equal((await ApiToken.authenticate(token))?.workspace.id, workspace.id)

    await row.revoke()
    assert.isNull(await ApiToken.authenticate(token))
  })
})
