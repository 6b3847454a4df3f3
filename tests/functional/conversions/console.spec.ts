import { test } from '@japa/runner'
import { clock } from '#app/clock'
import { Workspace } from '#app/accounts/workspace'
import { drain } from '#app/work/worker'
import { givenDataset, givenDelivered, givenMeta, orderFact } from '#tests/support/conversions'
import { givenEvents, giulia, rowsOf } from '#tests/support/events'
import type { FakeGraph } from '#tests/support/fake_world/graph'
import { givenMember, givenWorkspace } from '#tests/support/workspace'

test.group('The Conversions pages', (group) => {
  let graph: FakeGraph
  group.each.setup(async () => {
    const meta = await givenMeta()
    graph = meta.graph
    return meta.leave
  })

  const QUIET_SHOP = { shop_reports_purchases: 'no', report_needs_consent: false } as const

  test('list what happened, whose merit it was and whether it was told', async ({ client, assert }) => {
    const workspace = await givenWorkspace({ settings: QUIET_SHOP })
    await givenDataset(workspace, graph)
    await givenEvents(workspace, { ...orderFact(), person: giulia() })
    await drain()
    const viewer = await givenMember(workspace, 'viewer')
    const page = await client.get(`/w/${workspace.id}/conversions`).loginAs(viewer).withInertia()

    page.assertInertiaComponent('conversions/index')
    const { conversions, reporting } = page.inertiaProps as {
      conversions: { id: string }[]
      reporting: object
    }
    assert.containsSubset(conversions, [
      {
        kind: 'purchase',
        amount: 18_400,
        currency: 'EUR',
        contact: { name: 'Giulia Ferrero' },
        report: { state: 'accepted', eventName: 'Purchase' },
      },
    ])
    assert.containsSubset(reporting, { reports: { accepted: 1 }, duplicates: 0 })

    const one = await client.get(`/w/${workspace.id}/conversions/${conversions[0].id}`).loginAs(viewer).withInertia()
    assert.containsSubset(one.inertiaProps, { reports: [{ state: 'accepted', path: 'website' }] })
  })

  test('set up datasets, events and models, and try one event', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const { connection } = await givenDataset(workspace, graph)
    const admin = await givenMember(workspace)
    const at = (path: string) => `/w/${workspace.id}/conversions/${path}`
    const send = (method: 'put' | 'post' | 'delete', path: string, body = {}) =>
      client[method](at(path)).loginAs(admin).withCsrfToken().redirects(0).json(body)

    await send('put', 'datasets', { path: 'website', connectionId: connection.id })
    await send('put', 'mappings', {
      eventType: 'order.paid',
      kind: 'purchase',
      websiteName: 'Purchase',
      messagingName: null,
      enabled: true,
    })
    await send('put', 'setup', {
      shop_reports_purchases: 'yes',
      pixel_event_id: 'order-{order_id}',
      attribution_model: 'last_message',
    })
    const tested = await send('post', 'test_events', {
      connectionId: connection.id,
      testCode: 'TEST12345',
      eventName: 'Purchase',
      path: 'website',
    })
    tested.assertStatus(302)
    assert.lengthOf(graph.conversions, 1)

    const page = await client.get(at('setup')).loginAs(admin).withInertia()
    page.assertInertiaComponent('conversions/setup')
    assert.containsSubset(page.inertiaProps, {
      chosen: { website: connection.id },
      settings: {
        shop_reports_purchases: 'yes',
        pixel_event_id: 'order-{order_id}',
        attribution_model: 'last_message',
      },
      mappings: [{ eventType: 'order.paid', messagingName: null }],
    })
    await send('delete', 'mappings')
    assert.lengthOf(await rowsOf('conversion_mappings', workspace), 0)
    assert.lengthOf(await rowsOf('audit_entries', workspace), 5)
  })

  test('find conversions by what became of their report, and show the relay of one', async ({ client, assert }) => {
    const workspace = await givenWorkspace({ settings: QUIET_SHOP })
    await givenDataset(workspace, graph)
    await givenEvents(workspace, { ...orderFact({ orderId: 'told' }), person: giulia() })
    await givenEvents(workspace, { ...orderFact({ orderId: 'test', live: false }), person: giulia() })
    await drain()
    const viewer = await givenMember(workspace, 'viewer')
    const found = async (state: string) => {
      const page = await client.get(`/w/${workspace.id}/conversions?state=${state}`).loginAs(viewer).withInertia()
      return (page.inertiaProps as { conversions: { id: string; reportState: string }[] }).conversions
    }

    const [told] = await found('accepted')
    assert.deepEqual(
      (await found('not_reported')).map(({ reportState }) => reportState),
      ['withheld']
    )
    assert.lengthOf(await found('held'), 0)
    assert.lengthOf(await found('rejected'), 0)
    const one = await client.get(`/w/${workspace.id}/conversions/${told.id}`).loginAs(viewer).withInertia()
    const { chain } = one.inertiaProps as { chain: { hops: { kind: string; state: string }[] } }
    assert.containsSubset(chain.hops, [{ kind: 'report', state: 'passed' }])
  })

  test('say at the field that a chat carries no event of that name', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    await givenDataset(workspace, graph)
    const admin = await givenMember(workspace)
    const line = { eventType: 'lead.created', kind: 'lead', websiteName: 'MyOwnLead', enabled: true }
    const save = (messagingName: string) =>
      client
        .put(`/w/${workspace.id}/conversions/mappings`)
        .loginAs(admin)
        .withCsrfToken()
        .header('accept', 'application/json')
        .json({ ...line, messagingName })

    const refused = await save('Lead')
    refused.assertStatus(422)
    assert.include(refused.text(), 'messagingName')
    assert.lengthOf(await rowsOf('conversion_mappings', workspace), 0)
    await save('LeadSubmitted')
    assert.lengthOf(await rowsOf('conversion_mappings', workspace), 1)
  })

  test('another model works out the figures anew', async ({ client, assert }) => {
    const workspace = await givenWorkspace({ settings: QUIET_SHOP })
    await givenEvents(workspace, { ...orderFact(), person: giulia() })
    await drain()
    const [{ contact_id: contactId }] = await rowsOf('conversions', workspace)
    const message = await givenDelivered(
      { id: contactId, workspaceId: workspace.id },
      { deliveredAt: clock.now() - 3_600_000 }
    )
    const admin = await givenMember(workspace)
    const body = { attribution_model: 'last_message' }
    await client.put(`/w/${workspace.id}/conversions/setup`).loginAs(admin).withCsrfToken().redirects(0).json(body)
    await drain()

    assert.include((await rowsOf('conversions', workspace))[0], {
      message_id: message,
      model: 'last_message',
    })
    assert.equal((await Workspace.findOrFail(workspace.id)).setting('attribution_model'), 'last_message')
  })

  test('know nothing of another workspace’s connections', async ({ client }) => {
    const workspace = await givenWorkspace()
    const { connection } = await givenDataset(await givenWorkspace(), graph)
    const admin = await givenMember(workspace)
    const body = { path: 'website', connectionId: connection.id }
    const answer = await client
      .put(`/w/${workspace.id}/conversions/datasets`)
      .loginAs(admin)
      .withCsrfToken()
      .redirects(0)
      .json(body)
    answer.assertStatus(404)
  })
})
