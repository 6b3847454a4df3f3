import { test } from '@japa/runner'
import { Approval } from '#app/ai/approval'
import { clock } from '#app/clock'
import { drain } from '#app/work/worker'
import { givenScript } from '#tests/support/api'
import { FRIDAY_MORNING } from '#tests/support/messaging'
import { onlyRun } from '#tests/support/pipelines'
import { givenMember, givenWorkspace } from '#tests/support/workspace'
import { givenRules, whenWritten } from '#tests/support/ai'

const REPLY = {
  nodes: [
    {
      id: 'reply',
      type: 'write_reply',
      name: 'Answer',
      config: { text: '{{ event.text }}', instruction: 'Answer.', language: 'it', mode: 'approval' },
    },
    { id: 'send', type: 'send_message', name: 'Send', config: { legs: [{ text: '{{ steps.reply.text }}' }] } },
  ],
  edges: [
    { from: 'trigger', branch: 'next', to: 'reply' },
    { from: 'reply', branch: 'next', to: 'send' },
  ],
}

test.group('The AI pages', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  async function waiting() {
    const workspace = await givenWorkspace()
    const rules = await givenRules(workspace)
    const { pipeline } = await whenWritten(workspace, 'Dov’è il mio ordine 1042?', REPLY, { firstName: 'Giulia' })
    return { workspace, rules, pipeline, approval: await Approval.in(workspace).firstOrFail() }
  }

  test('show a reply with what was asked, and send it as changed', async ({ client, assert }) => {
    const { workspace, pipeline, approval } = await waiting()
    const operator = await givenMember(workspace, 'operator')
    const at = (path = '') => `/w/${workspace.id}/ai${path}`
    const page = await client.get(at()).loginAs(operator).withInertia()
    page.assertInertiaComponent('ai/approvals')
    assert.containsSubset(page.inertiaProps, {
      waiting: 1,
      counts: { ai: 1 },
      approvals: [{ id: approval.id, customerText: 'Dov’è il mio ordine 1042?', step: 'Answer', sends: true }],
    })

    const send = (path: string, body = {}) =>
      client.post(at(path)).loginAs(operator).withCsrfToken().redirects(0).json(body)
    await send(`/approvals/${approval.id}/approval`, { text: 'Arriva domani.' })
    await drain()
    const run = await onlyRun(pipeline)
    assert.equal(run.node, 'send')
    assert.containsSubset((await approval.refresh()).$attributes, { state: 'edited', finalText: 'Arriva domani.' })

    const decided = await client.get(at('?show=decided')).loginAs(operator).withInertia()
    assert.containsSubset(decided.inertiaProps, {
      waiting: 0,
      approvals: [{ state: 'edited', decidedBy: operator.name }],
    })
    const usage = await client.get(at('/usage')).loginAs(operator).withInertia()
    usage.assertInertiaComponent('ai/usage')
    assert.containsSubset(usage.inertiaProps, { calls: [{ purpose: 'reply', state: 'done', costMicros: 0 }] })
  })

  test('keep model, budget and prices, for admins', async ({ client, assert }) => {
    const { workspace, rules } = await waiting()
    const admin = await givenMember(workspace)
    const send = (method: 'put' | 'delete', path: string, body: object) =>
      client[method](`/w/${workspace.id}/ai${path}`).loginAs(admin).withCsrfToken().withInertia().json(body)
    const settings = {
      connectionId: rules.id,
      model: 'rules-1',
      currency: 'eur',
      budgetMicros: 5_000_000,
      budgetTokens: null,
      redact: false,
    }
    await send('put', '/settings', settings)
    await send('put', '/prices', { model: 'rules-1', input: 100, cached: null, output: 200 })
    const page = await client.get(`/w/${workspace.id}/ai/settings`).loginAs(admin).withInertia()
    assert.containsSubset(page.inertiaProps, {
      settings: { ...settings, currency: 'EUR' },
      prices: [{ model: 'rules-1', input: 100, from: 'own' }],
      offers: [{ id: rules.id, models: ['rules-1'] }],
    })
    await send('delete', '/prices', { model: 'rules-1' })

    const refused = await send('put', '/settings', { ...settings, connectionId: 'con_of_somebody_else' })
    refused.assertStatus(200)
    const after = await client.get(`/w/${workspace.id}/ai/settings`).loginAs(admin).withInertia()
    assert.containsSubset(after.inertiaProps, { settings: { connectionId: rules.id }, prices: [] })
  })

  test('let scripts see the usage and decide', async ({ client, assert }) => {
    const { workspace, approval } = await waiting()
    const { call } = await givenScript(client, workspace, ['ai.view', 'ai.approve'])
    assert.containsSubset((await call('get', '/ai/usage')).body(), { data: { month: '2026-11', currency: 'USD' } })
    assert.containsSubset((await call('get', '/ai/approvals')).body(), {
      data: [{ id: approval.id, state: 'pending' }],
    })
    const rejected = await call('post', `/ai/approvals/${approval.id}/rejection`, {})
    assert.deepEqual(rejected.body(), { data: { id: approval.id, state: 'rejected' } })
    const late = await call('post', `/ai/approvals/${approval.id}/approval`, {})
    late.assertStatus(409)
    assert.containsSubset(late.body(), { code: 'approval_decided', params: { state: 'rejected' } })
    const stranger = await givenScript(client, await givenWorkspace(), ['ai.view', 'ai.approve'])
    ;(await stranger.call('post', `/ai/approvals/${approval.id}/approval`, {})).assertStatus(404)
  })
})
