import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { drain } from '#app/work/worker'
import { Subscription } from '#app/webhooks/subscription'
import { giulia, givenEvents } from '#tests/support/events'
import { attemptsOf, dispatchesOf, givenReceiver, reloaded } from '#tests/support/webhooks'
import { givenMember, givenWorkspace } from '#tests/support/workspace'

const FORM = { name: 'Warehouse', url: 'https://warehouse.example/hooks', events: ['order.paid'], contactDetail: 'ids' }

test.group('Webhooks in the console', () => {
  test('are made, shown with their secret once, changed and ended', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const admin = await givenMember(workspace)
    const at = `/w/${workspace.id}/developers/webhooks`
    const made = await client.post(at).json(FORM).loginAs(admin).withCsrfToken().redirects(0)
    const [subscription] = await Subscription.in(workspace)
    made.assertHeader('location', `${at}/${subscription.id}`)
    assert.match(String(made.flashMessage('webhook_secret')), /^whsec_/)

    const shown = await client.get(`${at}/${subscription.id}`).loginAs(admin).withInertia()
    shown.assertInertiaComponent('webhooks/show')
    assert.notInclude(JSON.stringify(shown.body()), 'whsec_')
    for (const page of ['', '/new', `/${subscription.id}/edit`])
      (
        await client
          .get(at + page)
          .loginAs(admin)
          .withInertia()
      ).assertStatus(200)

    const filter = JSON.stringify({ all: [{ path: 'order.total', op: 'gte', value: '50' }] })
    await client
      .put(`${at}/${subscription.id}`)
      .json({ ...FORM, events: ['*', 'order.paid'], filter })
      .loginAs(admin)
      .withCsrfToken()
      .redirects(0)
    assert.containsSubset(await reloaded(subscription), { events: ['*'], filter: JSON.parse(filter) })

    await client.delete(`${at}/${subscription.id}`).loginAs(admin).withCsrfToken().redirects(0)
    assert.equal((await reloaded(subscription)).state, 'ended')
    const log = await db.from('audit_entries').where('workspace_id', workspace.id).orderBy('id').select('action')
    assert.deepEqual(
      log.map(({ action }) => action),
      ['webhook.created', 'webhook.changed', 'webhook.ended']
    )
  })

  test('are refused by field, in words', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const admin = await givenMember(workspace)
    const answer = await client
      .post(`/w/${workspace.id}/developers/webhooks`)
      .json({ ...FORM, url: 'https://192.168.0.7/' })
      .loginAs(admin)
      .withCsrfToken()
      .redirects(0)
    const bag = answer.flashMessage('inputErrorsBag') as Record<string, string[]>
    assert.deepEqual(bag.url, ['The address does not lead to the public internet'])
    assert.lengthOf(await Subscription.in(workspace), 0)
  })

  test('are tried, paused, resumed, and given a new secret', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const admin = await givenMember(workspace)
    const { receiver, subscription } = await givenReceiver(workspace)
    const at = `/w/${workspace.id}/developers/webhooks/${subscription.id}`
    const send = (method: 'post' | 'delete', path: string, form = {}) =>
      client[method](at + path)
        .form(form)
        .loginAs(admin)
        .withCsrfToken()
        .redirects(0)

    await send('post', '/tests', { type: 'order.paid' })
    assert.containsSubset(receiver.received[0].body, { type: 'order.paid', test: true })
    assert.containsSubset((await attemptsOf(subscription))[0], { dispatch_id: null, ok: 1 })
    await send('post', '/pause')
    assert.equal((await reloaded(subscription)).state, 'paused')
    await send('delete', '/pause')
    assert.equal((await reloaded(subscription)).state, 'active')
    const rotated = await send('post', '/secrets')
    assert.match(String(rotated.flashMessage('webhook_secret')), /^whsec_/)
    assert.isNotNull((await reloaded(subscription)).previousUntil)
  })

  test('send one again, or all that failed since', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const admin = await givenMember(workspace)
    const { receiver, subscription } = await givenReceiver(workspace)
    await givenEvents(workspace, { type: 'order.paid', key: '1', person: giulia() })
    await drain()
    const [dispatch] = await dispatchesOf(subscription)
    const at = `/w/${workspace.id}/developers/webhooks/${subscription.id}`
    const post = (path: string, form = {}) =>
      client
        .post(at + path)
        .form(form)
        .loginAs(admin)
        .withCsrfToken()
        .redirects(0)
    await post(`/dispatches/${dispatch.id}/redeliveries`)
    await drain()
    assert.lengthOf(receiver.received, 2)
    await db.from('webhook_dispatches').where('id', String(dispatch.id)).update({ state: 'failed' })
    await post('/redeliveries', { since: 0 })
    await drain()
    assert.lengthOf(receiver.received, 3)
  })

  test('are for managers to see and admins to change', async ({ client }) => {
    const workspace = await givenWorkspace()
    const manager = await givenMember(workspace, 'manager')
    const at = `/w/${workspace.id}/developers/webhooks`
    ;(await client.get(at).loginAs(manager).withInertia()).assertStatus(200)
    ;(await client.get(`${at}/new`).loginAs(manager).withInertia()).assertStatus(403)
  })
})
