import { test } from '@japa/runner'
import { clock, HOUR, MINUTE } from '#app/clock'
import { fakeWorld } from '#app/calls/fake_world'
import { newId } from '#app/ids'
import { TemplateApproval, TemplateVersion } from '#app/templates/template'
import { forgetTemplates } from '#app/templates/template_choice'
import { drain } from '#app/work/worker'
import { givenConnection, pathOf } from '#tests/support/connections'
import { rowsOf } from '#tests/support/events'
import { FakeGraph } from '#tests/support/fake_world/graph'
import { composed, FRIDAY_MORNING, givenContact, givenTemplate, messageOf, statusesOf } from '#tests/support/messaging'
import { givenWorkspace } from '#tests/support/workspace'

const TOKEN = 'system-user-token-for-tests'
const APP_SECRET = 'meta-app-secret-for-tests'
const BODY = 'Hi {{contact_first_name}}, your cart is still here.'
const server = () => `http://${process.env.HOST ?? '127.0.0.1'}:${process.env.PORT}`
let numbers = 109_876_543_210_000

test.group('WhatsApp, from here to Meta and back', (group) => {
  let graph: FakeGraph
  group.each.setup(async () => {
    clock.freeze(FRIDAY_MORNING)
    graph = new FakeGraph({ appSecret: APP_SECRET, now: () => clock.now() }).addToken(TOKEN)
    const origin = await graph.start()
    for (const host of ['https://graph.facebook.com', 'https://lookaside.fbsbx.com']) fakeWorld.lead(host, origin)
    return async () => {
      await graph.stop()
      for (const host of ['https://graph.facebook.com', 'https://lookaside.fbsbx.com']) fakeWorld.lead(host, null)
      clock.restore()
    }
  })

  async function givenNumber() {
    const workspace = await givenWorkspace()
    const phoneNumberId = String(++numbers)
    const businessAccountId = `${phoneNumberId}9`
    graph.addNumber({ id: phoneNumberId, businessAccount: businessAccountId, phone: '+12025550199' })
    const { connection, endpoint } = await givenConnection(workspace, 'whatsapp', {
      credentials: { accessToken: TOKEN, appSecret: APP_SECRET, verifyToken: 'hub-verify-me' },
      settings: { phoneNumberId, businessAccountId },
      account: phoneNumberId,
      sharedAccounts: [businessAccountId],
    })
    graph.webhookUrl = `${server()}${pathOf(endpoint!)}`
    return { workspace, connection, endpoint: endpoint!, phoneNumberId, businessAccountId }
  }

  type Scene = Awaited<ReturnType<typeof givenNumber>>

  /** Approved at Meta, and known here to be. */
  async function givenApproved({ workspace, connection, businessAccountId }: Scene) {
    graph.addTemplate({
      businessAccount: businessAccountId,
      name: 'cart_reminder',
      language: 'it',
      category: 'MARKETING',
      body: BODY,
    })
    const template = await givenTemplate(workspace)
    const version = await TemplateVersion.query().where('templateId', template.id).firstOrFail()
    const now = clock.now()
    await new TemplateApproval()
      .fill({
        id: newId('template_approval'),
        workspaceId: workspace.id,
        templateVersionId: version.id,
        connectionId: connection.id,
        providerName: 'cart_reminder',
        providerTemplateId: '1',
        language: 'it',
        status: 'approved',
        category: 'marketing',
        quality: null,
        reason: null,
        detail: null,
        submittedAt: now,
        statusSince: now,
      })
      .touch()
      .save()
    forgetTemplates()
    return template
  }

  const ana = () => ({ phone: '447700900123', userId: 'GB.10472938475610293', name: 'Ana Rossi' })
  const settle = async () => {
    await drain()
    await graph.idle()
    await drain()
  }

  test('a template is accepted, delivered and read', async ({ assert }) => {
    const scene = await givenNumber()
    await givenApproved(scene)
    const contactId = await givenContact(scene.workspace, {
      identities: [{ kind: 'phone', value: '+447700900123' }],
    })
    const message = await composed(scene, contactId, { template: 'cart_reminder', purpose: 'marketing' })
    await settle()

    assert.equal(graph.messages[0].body.to, '+447700900123')
    assert.equal(graph.messages[0].correlation, `${message.id}/1`)
    assert.equal((await messageOf(message.id)).state, 'read')
    assert.lengthOf(await statusesOf(message.id), 3)
  })

  test('a message whose answer was lost is found again by its status', async ({ assert }) => {
    const scene = await givenNumber()
    await givenApproved(scene)
    graph.statuses.order = 'before_answer'
    graph.faults.swallowAnswer(1)
    const contactId = await givenContact(scene.workspace, {
      identities: [{ kind: 'phone', value: '+447700900123' }],
    })
    const message = await composed(scene, contactId, { template: 'cart_reminder', purpose: 'marketing' })
    await settle()

    assert.lengthOf(graph.messages, 1)
    assert.equal((await messageOf(message.id)).state, 'read')
  }).timeout(30_000)

  test('somebody writes, is answered by user id, and stops offers', async ({ assert }) => {
    const scene = await givenNumber()
    const giulia = { phone: null, userId: 'IT.55019283746501928', name: 'Giulia' }
    await graph.receiveText(scene.phoneNumberId, giulia, 'Ciao, siete aperti domani?')
    await drain()
    const [contact] = await rowsOf('contacts', scene.workspace)
    assert.equal(contact.first_name, 'Giulia')

    clock.advance(MINUTE)
    await composed(scene, String(contact.id), { content: { kind: 'text', text: 'Sì, dalle 9.' } })
    await settle()
    assert.equal(graph.messages[0].body.recipient, 'IT.55019283746501928')

    clock.advance(HOUR)
    await graph.receivePreference(scene.phoneNumberId, giulia, 'stop')
    await drain()
    const [consent] = await rowsOf('consents', scene.workspace).where({
      action: 'withdrawn',
      method: 'preference_signal',
    })
    assert.equal(consent.contact_id, contact.id)
  })

  test('who is not on WhatsApp fails with a reason', async ({ assert }) => {
    const scene = await givenNumber()
    await givenApproved(scene)
    graph.failDeliveries('+447700900123', 131026)
    const contactId = await givenContact(scene.workspace, {
      identities: [{ kind: 'phone', value: '+447700900123' }],
    })
    const message = await composed(scene, contactId, { template: 'cart_reminder', purpose: 'marketing' })
    await settle()
    const { state, code } = await messageOf(message.id)
    assert.deepEqual({ state, code }, { state: 'failed', code: 'recipient_unreachable' })
  })

  test('an ad click is kept with the account a report must name', async ({ assert }) => {
    const scene = await givenNumber()
    await graph.receiveFromAd(scene.phoneNumberId, ana(), 'Info?', 'ARAk_relay')
    await drain()
    const [referral] = await rowsOf('ad_referrals', scene.workspace)
    assert.include(referral, { click_id: 'ARAk_relay', account: scene.businessAccountId })
  })

  test('Meta’s challenge is answered, and only with our token', async ({ client, assert }) => {
    const { endpoint } = await givenNumber()
    const ask = (token: string) =>
      client
        .get(pathOf(endpoint))
        .qs({ 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': token })
    const answer = await ask('hub-verify-me')
    answer.assertStatus(200)
    assert.equal(answer.text(), '1158201444')
    assert.notEqual((await ask('another')).status(), 200)
  })
})
