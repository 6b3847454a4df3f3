import { test } from '@japa/runner'
import { fakeWorld } from '#app/calls/fake_world'
import { drain } from '#app/work/worker'
import { givenScript } from '#tests/support/api'
import { giulia, givenEvents } from '#tests/support/events'
import { WebhookReceiver } from '#tests/support/fake_world/webhook_receiver'
import { givenWorkspace } from '#tests/support/workspace'

const SCOPES = ['webhooks.view', 'webhooks.manage', 'events.view', 'contacts.view'] as const

test.group('REST hooks', () => {
  test('are made, told and removed, as Zapier does', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const { call } = await givenScript(client, workspace, [...SCOPES])
    const receiver = new WebhookReceiver()
    fakeWorld.lead('https://hooks.zapier.example', await receiver.start())
    const made = await call('post', '/hooks', {
      event: 'order.paid',
      target_url: 'https://hooks.zapier.example/hooks/standard/1/2/',
    })
    assert.equal(made.status(), 201)
    const { id, secret } = made.body()
    receiver.secrets = [secret]
    await givenEvents(workspace, { type: 'order.paid', key: '1', person: giulia() })
    await drain()
    assert.lengthOf(receiver.received, 1)

    const shown = (await call('get', `/hooks/${id}`)).body().data
    assert.containsSubset(shown, { id, events: ['order.paid'], state: 'active' })
    assert.notProperty(shown, 'secret')
    for (let n = 0; n < 2; n++) assert.equal((await call('delete', `/hooks/${id}`)).status(), 204)
    assert.equal((await call('delete', '/hooks/whk_unknown')).status(), 204)
    await givenEvents(workspace, { type: 'order.paid', key: '2', person: giulia() })
    await drain()
    assert.lengthOf(receiver.received, 1)
    assert.lengthOf((await call('get', '/hooks')).body().data, 0)
  })

  test('have samples in the very shape of what is sent', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const { call } = await givenScript(client, workspace, [...SCOPES])
    const [sample] = (await call('get', '/events/sample?type=order.paid')).body()
    assert.containsSubset(sample, { type: 'order.paid', test: true, workspace: { id: workspace.id } })
    const [event] = await givenEvents(workspace, { type: 'order.paid', key: '1', person: giulia() })
    const [real] = (await call('get', '/events/sample?event=order.paid&limit=1')).body()
    assert.equal(real.id, event.id)
    assert.sameMembers(
      Object.keys(real),
      Object.keys(sample).filter((name) => name !== 'test')
    )
    assert.equal((await call('get', `/events/${event.id}`)).body().data.id, event.id)
    assert.equal((await call('get', '/events/sample?type=order.eaten')).status(), 422)
  })

  test('tell a token no more than it may read', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const hook = { event: 'order.paid', target_url: 'https://hooks.zapier.example/hooks/standard/1/3/' }
    const blind = await givenScript(client, workspace, ['webhooks.manage'])
    assert.equal((await blind.call('post', '/hooks', hook)).status(), 403)

    const faceless = await givenScript(client, workspace, ['webhooks.manage', 'events.view'])
    assert.equal((await faceless.call('post', '/hooks', { ...hook, contact: 'profile' })).status(), 403)
    const made = await faceless.call('post', '/hooks', hook)
    assert.equal(made.status(), 201)
    assert.equal(made.body().contact, 'ids')

    const [event] = await givenEvents(workspace, { type: 'order.paid', key: '1', person: giulia() })
    const told = (await faceless.call('get', `/events/${event.id}`)).body().data
    assert.deepEqual(Object.keys(told.contact), ['id'])
    const [recent] = (await faceless.call('get', '/events/sample?type=order.paid')).body()
    assert.deepEqual(Object.keys(recent.contact), ['id'])
  })

  test('are refused by field', async ({ client, assert }) => {
    const { call } = await givenScript(client, await givenWorkspace(), [...SCOPES])
    const wrong = [
      [{ event: 'order.paid' }, 'target_url', 'required'],
      [{ target_url: 'https://a.example' }, 'event', 'required'],
      [{ event: 'order.eaten', target_url: 'https://a.example' }, 'event', 'event_unknown'],
      [{ event: '*', target_url: 'http://a.example' }, 'target_url', 'url_not_https'],
      [{ event: '*', target_url: 'https://10.0.0.7/x' }, 'target_url', 'address_not_public'],
      [{ event: '*', target_url: 'https://[::ffff:127.0.0.1]/' }, 'target_url', 'address_not_public'],
      [{ event: '*', target_url: 'https://u:p@a.example' }, 'target_url', 'url_credentials'],
      [{ event: '*', target_url: 'ftp://a.example' }, 'target_url', 'url_scheme'],
      [{ event: '*', target_url: 'nonsense' }, 'target_url', 'url_invalid'],
      [{ event: '*', target_url: 'https://a.example', filter: { path: 'x' } }, 'filter', 'condition_invalid'],
    ] as const
    for (const [body, field, rule] of wrong) {
      const answer = await call('post', '/hooks', body)
      assert.equal(answer.status(), 422, rule)
      assert.containsSubset(answer.body().errors[0], { field, rule })
    }
  })
})
