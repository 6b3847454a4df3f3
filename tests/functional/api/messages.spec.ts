import { test } from '@japa/runner'
import { clock } from '#app/clock'
import { givenScript } from '#tests/support/api'
import { rowsOf } from '#tests/support/events'
import { FRIDAY_MORNING, givenContact, givenSandbox, givenTemplate } from '#tests/support/messaging'
import { chain, givenPipeline, runsOf } from '#tests/support/pipelines'

const SCOPES = ['messages.send', 'messages.view', 'runs.operate', 'pipelines.view'] as const

test.group('Messages by the API', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('are queued, once per key, and can be asked for', async ({ client, assert }) => {
    const { workspace } = await givenSandbox()
    await givenTemplate(workspace, { name: 'order_update', purpose: 'transactional' })
    const contactId = await givenContact(workspace)
    const { call } = await givenScript(client, workspace, [...SCOPES])
    const send = (key: string) =>
      call(
        'post',
        '/messages',
        { to: { contact_id: contactId }, template: 'order_update', variables: { order: '1042' } },
        { 'idempotency-key': key }
      )
    const first = await send('m-1')
    assert.equal(first.status(), 201, JSON.stringify(first.body()))
    assert.oneOf(first.body().data.state, ['queued', 'delayed', 'refused'])
    const { id } = first.body().data
    assert.equal((await send('m-1')).body().data.id, id)
    // The key is worth more than a day: it is the message's own.
    const later = await call('post', '/messages', {
      key: 'm-1',
      to: { contact_id: contactId },
      template: 'order_update',
    })
    assert.containsSubset(later.body().data, { id, created: false })
    assert.lengthOf(await rowsOf('messages', workspace), 1)
    assert.equal((await call('get', `/messages/${id}`)).body().data.id, id)
  })

  test('that the guard refuses say why', async ({ client, assert }) => {
    const { workspace } = await givenSandbox()
    await givenTemplate(workspace, { name: 'news', purpose: 'marketing' })
    const contactId = await givenContact(workspace, { consents: [] })
    const { call } = await givenScript(client, workspace, [...SCOPES])
    const answer = await call('post', '/messages', { to: { contact_id: contactId }, template: 'news' })
    assert.equal(answer.status(), 201)
    assert.containsSubset(answer.body().data, { state: 'refused', reason: { code: 'no_consent' } })
  })

  test('are refused by field where the call is wrong', async ({ client, assert }) => {
    const { workspace } = await givenSandbox()
    const { call } = await givenScript(client, workspace, [...SCOPES])
    const wrong = [
      [{ to: { contact_id: 'ctc_nobody' }, text: 'x' }, 'to.contact_id'],
      [{ to: { phone: 'x' }, text: 'x' }, 'to.phone'],
      [{ to: { phone: '+393330000101' }, template: 'nothing' }, 'template'],
      [{ to: { phone: '+393330000101' } }, 'text'],
      [{ to: { phone: '+393330000101' }, text: 'x', connection_id: 'con_x' }, 'connection_id'],
    ] as const
    for (const [body, field] of wrong) {
      const answer = await call('post', '/messages', body)
      assert.equal(answer.status(), 422, field)
      assert.equal(answer.body().errors[0].field, field)
    }
    assert.lengthOf(await rowsOf('messages', workspace), 0)
  })
})

test.group('Runs by the API', () => {
  test('start once per Idempotency-Key, for somebody new, with a payload', async ({ client, assert }) => {
    const { workspace } = await givenSandbox()
    const pipeline = await givenPipeline(workspace, chain({ type: 'end' }))
    const { call } = await givenScript(client, workspace, [...SCOPES])
    const body = { contact: { phone: '+39 333 000 0107' }, payload: { room: 'Kitchen' } }
    const start = () => call('post', `/pipelines/${pipeline.id}/runs`, body, { 'idempotency-key': 'lead-7' })
    assert.equal((await start()).status(), 201)
    await start()
    const runs = await runsOf(pipeline)
    assert.lengthOf(runs, 1)
    assert.deepEqual(runs[0].variables, { room: 'Kitchen' })
  })

  test('need a key and somebody, and leave nothing behind where they may not start', async ({ client, assert }) => {
    const { workspace } = await givenSandbox()
    const pipeline = await givenPipeline(workspace, chain({ type: 'end' }))
    const { call } = await givenScript(client, workspace, [...SCOPES])
    const at = `/pipelines/${pipeline.id}/runs`
    const keyless = await call('post', at, { contact: { phone: '+393330000107' } })
    assert.equal(keyless.body().errors[0].field, 'key')
    assert.equal((await call('post', at, { key: 'x' })).body().errors[0].field, 'contact_id')
    await pipeline.merge({ state: 'paused' }).save()
    const paused = await call('post', at, { key: 'x', contact: { phone: '+393330000107' } })
    assert.equal(paused.status(), 409)
    assert.equal(paused.body().code, 'pipeline_paused')
    assert.lengthOf(await rowsOf('contacts', workspace), 0)
  })
})
