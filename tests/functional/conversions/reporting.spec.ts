import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { clock, DAY, HOUR, MINUTE } from '#app/clock'
import { Connection } from '#app/connectors/connection'
import { transaction } from '#app/database'
import { recordConsent } from '#app/contacts/consents'
import { eraseContact } from '#app/contacts/erasure'
import { chooseDataset } from '#app/conversions/datasets'
import { refundsOfConversion } from '#app/conversions/conversion_list'
import { creditedRevenue, reportingHealth, revenueByMessage } from '#app/conversions/figures'
import { saveMapping } from '#app/conversions/mappings'
import { sendTestEvent } from '#app/conversions/test_event'
import { drain } from '#app/work/worker'
import type { Workspace } from '#app/accounts/workspace'
import { givenConnection } from '#tests/support/connections'
import { catalogue } from '#app/events/catalogue'
import { givenDataset, givenDelivered, givenMeta, orderFact, TOKEN } from '#tests/support/conversions'
import { givenEvents, giulia, inbound, rowsOf } from '#tests/support/events'
import type { FakeGraph } from '#tests/support/fake_world/graph'
import { givenContact } from '#tests/support/messaging'
import type { RefundPayload } from '#sdk/index'
import { givenWorkspace } from '#tests/support/workspace'

const QUIET_SHOP = { shop_reports_purchases: 'no', report_needs_consent: false } as const

const adMessage = (clickId = 'ARAk_fictional') =>
  inbound('Info?', {
    payload: {
      providerId: `wamid.${clickId}`,
      channel: 'whatsapp',
      kind: 'text',
      text: 'Info?',
      referral: {
        sourceType: 'ad',
        sourceId: '1202',
        sourceUrl: 'https://fb.me/x',
        clickId,
        account: '104995512345678',
      },
    },
    key: `wamid.${clickId}`,
  })

async function contactOf(workspace: Workspace) {
  const [contact] = await rowsOf('contacts', workspace)
  return String(contact.id)
}

const consent = (
  workspace: Workspace,
  contactId: string,
  action: 'granted' | 'withdrawn',
  channel: 'whatsapp' | 'email' = 'whatsapp'
) =>
  transaction((trx) =>
    recordConsent(trx, {
      workspaceId: workspace.id,
      contactId,
      channel,
      purpose: 'marketing',
      action,
      method: 'form',
      source: 'test',
      proof: {},
      occurredAt: clock.now(),
    })
  )

test.group('Reporting conversions', (group) => {
  let graph: FakeGraph
  group.each.setup(async () => {
    clock.freeze()
    const meta = await givenMeta()
    graph = meta.graph
    return async () => {
      clock.restore()
      await meta.leave()
    }
  })

  test('a paid order reaches Meta once, to the cent and hashed', async ({ assert }) => {
    const workspace = await givenWorkspace({ settings: QUIET_SHOP })
    const { datasetId } = await givenDataset(workspace, graph)
    await givenEvents(workspace, { ...orderFact(), person: giulia() })
    await drain()
    await drain()

    assert.lengthOf(graph.conversions, 1)
    const [{ event, dataset }] = graph.conversions
    assert.equal(dataset, datasetId)
    assert.include(event, {
      event_name: 'Purchase',
      action_source: 'website',
      event_id: 'purchase:bottega.myshopify.com:5581',
    })
    assert.include(event.custom_data, { value: 184, currency: 'EUR' })
    assert.containsSubset(Object.keys(event.user_data), ['em', 'ph', 'fn', 'external_id', 'client_user_agent'])

    const [report] = await rowsOf('reports', workspace)
    assert.equal(report.state, 'accepted')
    assert.isNotEmpty(report.trace_id)
    // Browser facts are not kept beyond the telling.
    assert.notInclude(report.details, 'Mozilla')
  })

  test('an order that came from an ad is told as business messaging', async ({ assert }) => {
    const workspace = await givenWorkspace({ settings: QUIET_SHOP })
    await givenDataset(workspace, graph)
    await givenEvents(workspace, adMessage())
    clock.advance(HOUR)
    await givenEvents(workspace, { ...orderFact(), person: giulia() })
    await drain()

    assert.include(graph.conversions[0].event, {
      action_source: 'business_messaging',
      messaging_channel: 'whatsapp',
    })
    assert.include(graph.conversions[0].event.user_data, {
      ctwa_clid: 'ARAk_fictional',
      whatsapp_business_account_id: '104995512345678',
    })
  })

  test('an ad click beyond its window no longer decides', async ({ assert }) => {
    const workspace = await givenWorkspace({ settings: QUIET_SHOP })
    await givenDataset(workspace, graph)
    await givenEvents(workspace, adMessage('ARAk_old'))
    clock.advance(8 * DAY)
    await givenEvents(workspace, { ...orderFact(), person: giulia() })
    await drain()
    assert.equal(graph.conversions[0].event.action_source, 'website')
  })

  test('each path may have its own dataset', async ({ assert }) => {
    const workspace = await givenWorkspace({ settings: QUIET_SHOP })
    const website = await givenDataset(workspace, graph)
    const messaging = await givenDataset(workspace, graph)
    await chooseDataset(db.connection(), workspace.id, 'business_messaging', messaging.connection.id)
    await givenEvents(workspace, { ...orderFact({ orderId: 'web' }), person: giulia() })
    await givenEvents(workspace, adMessage())
    clock.advance(HOUR)
    await givenEvents(workspace, { ...orderFact({ orderId: 'chat' }), person: giulia() })
    await drain()
    assert.sameMembers(
      graph.conversions.map(({ dataset }) => dataset),
      [website.datasetId, messaging.datasetId]
    )
  })

  test('without a marketing consent nothing is told, and it says so', async ({ assert }) => {
    const workspace = await givenWorkspace({ settings: { shop_reports_purchases: 'no' } })
    await givenDataset(workspace, graph)
    await givenEvents(workspace, { ...orderFact({ orderId: '1' }), person: giulia() })
    await drain()
    assert.lengthOf(graph.conversions, 0)
    const [event] = await rowsOf('events', workspace).where('type', 'order.paid')
    assert.deepEqual(JSON.parse(event.notes), [{ code: 'no_consent_for_ads', params: { kind: 'purchase' } }])

    const contactId = await contactOf(workspace)
    await consent(workspace, contactId, 'granted')
    await givenEvents(workspace, { ...orderFact({ orderId: '2' }), person: giulia() })
    await drain()
    // The one that was held back, too.
    assert.lengthOf(graph.conversions, 2)

    clock.advance(MINUTE)
    await consent(workspace, contactId, 'withdrawn', 'email')
    await givenEvents(workspace, { ...orderFact({ orderId: '3' }), person: giulia() })
    await drain()
    assert.lengthOf(graph.conversions, 2)
  })

  test('a later consent lets go what Meta still takes, once, and says what it came too late for', async ({
    assert,
  }) => {
    const workspace = await givenWorkspace({ settings: { shop_reports_purchases: 'no' } })
    await givenDataset(workspace, graph)
    const old = clock.now()
    await givenEvents(workspace, { ...orderFact({ orderId: 'old', paidAt: old }), person: giulia() })
    clock.advance(6 * DAY)
    await givenEvents(workspace, { ...orderFact({ orderId: 'recent' }), person: giulia() })
    await drain()
    assert.lengthOf(graph.conversions, 0)

    clock.advance(2 * DAY)
    const contactId = await contactOf(workspace)
    await consent(workspace, contactId, 'granted')
    await drain()
    await consent(workspace, contactId, 'granted', 'email')
    await drain()
    assert.deepEqual(
      graph.conversions.map(({ event }) => event.event_id),
      ['purchase:bottega.myshopify.com:recent']
    )
    const [late, released] = await rowsOf('conversions', workspace)
    assert.include(late, { report_state: 'withheld', report_code: 'consent_too_late', released_at: null })
    assert.include(released, { report_state: 'reported', report_code: null, released_at: clock.now() })
  })

  test('a consent that is taken back lets nothing go', async ({ assert }) => {
    const workspace = await givenWorkspace({ settings: { shop_reports_purchases: 'no' } })
    await givenDataset(workspace, graph)
    await givenEvents(workspace, { ...orderFact(), person: giulia() })
    await drain()
    const contactId = await contactOf(workspace)
    await consent(workspace, contactId, 'granted')
    clock.advance(MINUTE)
    await consent(workspace, contactId, 'withdrawn', 'email')
    await drain()
    assert.lengthOf(graph.conversions, 0)
    assert.include((await rowsOf('conversions', workspace))[0], { report_code: 'no_consent_for_ads' })
  })

  test('a refund reduces what was earned, and tells Meta nothing more', async ({ assert }) => {
    const workspace = await givenWorkspace({ settings: QUIET_SHOP })
    await givenDataset(workspace, graph)
    const contact = await givenContact(workspace)
    const messageId = await givenDelivered({ id: contact, workspaceId: workspace.id })
    await givenEvents(workspace, { ...orderFact(), contactId: contact })
    await drain()
    const earned = async () => creditedRevenue(workspace.id, { since: 0, until: clock.now() })
    assert.deepEqual(await earned(), [{ amount: 18_400, currency: 'EUR', conversions: 1 }])

    const refund = (refundId: string, amount: number) => ({
      type: 'order.refunded',
      key: refundId,
      subject: { kind: 'order', id: '5581' },
      payload: {
        ...(catalogue.get('order.refunded')?.sample as RefundPayload),
        ...{ refundId, order: null, amount: { amount, currency: 'EUR' } },
      },
    })
    await givenEvents(workspace, refund('r-1', 8_400))
    await givenEvents(workspace, refund('r-1', 8_400))
    await drain()
    assert.deepEqual(await earned(), [{ amount: 10_000, currency: 'EUR', conversions: 1 }])
    assert.deepEqual((await revenueByMessage(workspace.id, [messageId])).get(messageId), await earned())

    await givenEvents(workspace, refund('r-2', 10_000))
    await drain()
    assert.deepEqual(await earned(), [{ amount: 0, currency: 'EUR', conversions: 1 }])
    assert.lengthOf(graph.conversions, 1)
    const [conversion] = await rowsOf('conversions', workspace)
    assert.deepEqual(
      (await refundsOfConversion(db.connection(), workspace.id, String(conversion.id))).map(({ amount, reason }) => [
        amount.amount,
        reason,
      ]),
      [
        [10_000, 'Arrived with a chipped shade'],
        [8_400, 'Arrived with a chipped shade'],
      ]
    )
  })

  test('an order whose shop may report it stays organic', async ({ assert }) => {
    const workspace = await givenWorkspace({ settings: { report_needs_consent: false } })
    await givenDataset(workspace, graph)
    await givenEvents(workspace, { ...orderFact(), person: giulia() })
    await drain()
    const [conversion] = await rowsOf('conversions', workspace)
    assert.include(conversion, { report_state: 'organic', report_code: 'shop_may_report' })
    assert.lengthOf(await rowsOf('reports', workspace), 0)
  })

  test('one order told by two shops under the pixel’s id is told once', async ({ assert }) => {
    const workspace = await givenWorkspace({
      settings: {
        shop_reports_purchases: 'yes',
        pixel_event_id: 'order-{order_id}',
        report_needs_consent: false,
      },
    })
    await givenDataset(workspace, graph)
    await givenEvents(workspace, { ...orderFact(), person: giulia() })
    await givenEvents(workspace, { ...orderFact(), account: 'second.myshopify.com', person: giulia() })
    await drain()
    assert.deepEqual(
      graph.conversions.map(({ event }) => event.event_id),
      ['order-5581']
    )
    const health = await reportingHealth(workspace.id, { since: 0, until: clock.now() })
    assert.include(health, { duplicates: 1, conversions: 2 })
    assert.equal(health.matchKeys.em, 1)
  })

  test('an outage is waited for, under the same event id', async ({ assert }) => {
    const workspace = await givenWorkspace({ settings: QUIET_SHOP })
    await givenDataset(workspace, graph)
    graph.faults.fail(2)
    await givenEvents(workspace, { ...orderFact(), person: giulia() })
    await drain()
    assert.include((await rowsOf('reports', workspace))[0], {
      state: 'pending',
      code: 'provider_unavailable',
    })

    clock.advance(MINUTE)
    await drain()
    clock.advance(MINUTE)
    await drain()
    assert.lengthOf(graph.conversions, 1)
  })

  test('a dead token stops its own dataset and no other', async ({ assert }) => {
    const broken = await givenWorkspace({ settings: QUIET_SHOP })
    const healthy = await givenWorkspace({ settings: QUIET_SHOP })
    const { connection } = await givenDataset(broken, graph, 'a-token-that-was-revoked')
    await givenDataset(healthy, graph)
    for (const workspace of [broken, healthy]) await givenEvents(workspace, { ...orderFact(), person: giulia() })
    await drain()

    assert.lengthOf(graph.conversions, 1)
    const stopped = await Connection.findOrFail(connection.id)
    assert.equal(stopped.state, 'broken')
    assert.deepEqual(stopped.reason, { code: 'authentication_expired' })

    stopped.seal({ accessToken: TOKEN })
    await stopped.merge({ state: 'healthy' }).touch().save()
    clock.advance(HOUR)
    await drain()
    assert.lengthOf(graph.conversions, 2)
  })

  test('what waited too long is dropped with a reason', async ({ assert }) => {
    const workspace = await givenWorkspace({ settings: QUIET_SHOP })
    await givenDataset(workspace, graph)
    const paidAt = clock.now() - 8 * DAY
    await givenEvents(workspace, { ...orderFact({ paidAt, placedAt: paidAt }), person: giulia() })
    await drain()
    assert.include((await rowsOf('reports', workspace))[0], { state: 'dropped', code: 'too_old' })
    assert.lengthOf(graph.conversions, 0)
  })

  test('a refused event is kept with Meta’s reason, and the rest of its batch arrives', async ({ assert }) => {
    const workspace = await givenWorkspace({ settings: QUIET_SHOP })
    await givenDataset(workspace, graph)
    graph.refuseCurrency('XXQ')
    for (const [orderId, currency] of [
      ['1', 'EUR'],
      ['2', 'XXQ'],
      ['3', 'EUR'],
    ]) {
      await givenEvents(workspace, {
        ...orderFact({ orderId, total: { amount: 100, currency } }),
        person: giulia(),
      })
    }
    await drain()
    assert.lengthOf(graph.conversions, 2)
    const { reports, reasons } = await reportingHealth(workspace.id, { since: 0, until: clock.now() })
    assert.include(reports, { accepted: 2, refused: 1, pending: 0 })
    assert.deepEqual(reasons, [{ state: 'refused', code: 'provider_refused', count: 1 }])
  })

  test('the table of events may be edited, and a page may name its own', async ({ assert }) => {
    const workspace = await givenWorkspace({ settings: QUIET_SHOP })
    await givenDataset(workspace, graph)
    const line = {
      eventType: 'lead.created',
      kind: 'lead' as const,
      websiteName: 'SubmitApplication',
      messagingName: 'LeadSubmitted',
      enabled: true,
    }
    await saveMapping(db.connection(), workspace.id, line)
    await givenEvents(
      workspace,
      { type: 'lead.created', person: giulia() },
      {
        type: 'webhook.received',
        key: '2',
        person: giulia(),
        payload: {
          values: {
            conversion: 'search',
            id: 's-1',
            url: 'https://bottega.example/?q=lamp',
            user_agent: 'Mozilla/5.0',
          },
        },
      }
    )
    await drain()
    assert.sameMembers(
      graph.conversions.map(({ event }) => `${event.event_name} ${event.action_source}`),
      ['SubmitApplication system_generated', 'Search website']
    )

    await saveMapping(db.connection(), workspace.id, { ...line, enabled: false })
    await givenEvents(workspace, {
      type: 'lead.created',
      key: '3',
      person: giulia(),
      payload: { leadId: 'L-205' },
    })
    await drain()
    assert.lengthOf(graph.conversions, 2)
  })

  test('nobody who was erased is told of', async ({ assert }) => {
    const workspace = await givenWorkspace({ settings: QUIET_SHOP })
    const { connection } = await givenDataset(workspace, graph)
    await connection.merge({ state: 'paused' }).save()
    await givenEvents(workspace, { ...orderFact(), person: giulia() })
    await drain()
    const contactId = await contactOf(workspace)
    await transaction((trx) => eraseContact(trx, workspace.id, contactId))
    await connection.merge({ state: 'healthy' }).save()
    clock.advance(HOUR)
    await drain()

    assert.lengthOf(graph.conversions, 0)
    assert.include((await rowsOf('reports', workspace))[0], { state: 'dropped', code: 'erased' })
  })

  test('carts are told only where somebody listens', async ({ assert }) => {
    const silent = await givenWorkspace({ settings: QUIET_SHOP })
    const told = await givenWorkspace({ settings: QUIET_SHOP })
    await givenDataset(told, graph)
    for (const workspace of [silent, told]) await givenEvents(workspace, { type: 'cart.updated', person: giulia() })
    await drain()
    assert.deepEqual(
      graph.conversions.map(({ event }) => event.event_name),
      ['AddToCart']
    )
    assert.lengthOf(await rowsOf('conversions', silent), 0)
  })

  test('a test workspace tells a pretend Meta and never a real one', async ({ assert }) => {
    const workspace = await givenWorkspace({ kind: 'test', settings: QUIET_SHOP })
    await givenDataset(workspace, graph)
    await givenEvents(workspace, { ...orderFact({ orderId: '1' }), person: giulia() })
    const { connection } = await givenConnection(workspace, 'sandbox')
    await drain()
    assert.lengthOf(graph.conversions, 0)

    await givenEvents(workspace, { ...orderFact({ orderId: '2' }), person: giulia() })
    await drain()
    assert.isTrue((await rowsOf('reports', workspace)).every((report) => report.connection_id === connection.id))
    assert.lengthOf(graph.conversions, 0)
  })

  test('a test event shows Meta’s answer and leaves no trace', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const { connection } = await givenDataset(workspace, graph)
    const answer = await sendTestEvent(connection, {
      testCode: 'TEST12345',
      eventName: 'Purchase',
      path: 'website',
    })
    assert.isTrue(answer.ok && answer.result.outcome === 'accepted')
    assert.equal(graph.conversions[0].testCode, 'TEST12345')
    assert.lengthOf(await rowsOf('reports', workspace), 0)
    assert.deepEqual(
      await sendTestEvent(connection, { testCode: 'T', eventName: 'Purchase', path: 'business_messaging' }),
      { ok: false, code: 'click_needed', vendorCode: null }
    )
  })
})
