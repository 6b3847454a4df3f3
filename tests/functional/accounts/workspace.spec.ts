import { test } from '@japa/runner'
import { User } from '#app/accounts/user'
import { Workspace } from '#app/accounts/workspace'
import { givenUser, givenWorkspace, PASSWORD } from '#tests/support/workspace'

test.group('A workspace', () => {
  test('keeps what differs from the default settings', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await workspace.changeSettings({ frequency_cap: 2, quiet_from: '20:00' })

    const stored = await Workspace.findOrFail(workspace.id)
    assert.deepEqual(stored.settings, { frequency_cap: 2 })
    assert.equal(stored.setting('quiet_until'), '09:00')
  })

  test('refuses a setting out of its limits and names it', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const error = await workspace.changeSettings({ quiet_from: '25:00' }).catch((caught) => caught)
    assert.equal(error.messages[0].field, 'quiet_from')
  })
})

test.group('A user', () => {
  test('is known by any spelling of the address and the right password', async ({ assert }) => {
    const user = await givenUser()
    assert.equal((await User.verify(` ${user.email.toUpperCase()} `, PASSWORD))?.id, user.id)
    assert.isNull(await User.verify(user.email, 'wrong'))
    assert.isNull(await User.verify('nobody@example.com', PASSWORD))
  })
})
