import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#app/clock'
import {
  composed,
  content,
  firstName,
  FRIDAY_MORNING,
  givenContact,
  givenOpenWindow,
  givenSandbox,
  givenTemplate,
  messageOf,
} from '#tests/support/messaging'
import { ScriptedChannel } from '#tests/support/scripted_channel'

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1'

async function givenLink() {
  const scene = await givenSandbox()
  await givenTemplate(scene.workspace, {
    variants: {
      it: content({
        buttons: [{ kind: 'url', title: 'Finish my order', url: '{{ cart.recovery_url }}', tracked: true }],
      }),
    },
    variables: [firstName],
  })
  const contactId = await givenContact(scene.workspace)
  const values = { cart: { recovery_url: 'https://bottega.example/cart/c1/recover?token=a&b=c' } }
  const message = await composed(scene, contactId, { purpose: 'marketing', template: 'cart_reminder', values })
  const link = await db.from('links').where('message_id', message.id).firstOrFail()
  return { ...scene, contactId, message, link, path: `/l/${link.code}` }
}

const clicksOf = (linkId: string) => db.from('clicks').where('link_id', linkId)
const eventsOf = (workspaceId: string) => db.from('events').where({ workspace_id: workspaceId, type: 'link.clicked' })

test.group('Short links', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('a tracked button leaves with our address, its code apart', async ({ assert }) => {
    const { message, link } = await givenLink()
    const [button] = message.content.kind === 'template' ? message.content.buttons : []
    assert.containsSubset(button, { kind: 'url', title: 'Finish my order', suffix: link.code })
    assert.match(button.kind === 'url' ? button.url : '', /\/l\/$/)
    assert.equal(link.label, 'Finish my order')
  })

  test('a person is led on, and the click is kept and told', async ({ client, assert }) => {
    const { path, link, workspace, contactId, message } = await givenLink()
    const response = await client.get(path).redirects(0).header('user-agent', IPHONE)
    response.assertStatus(302)
    response.assertHeader('location', 'https://bottega.example/cart/c1/recover?token=a&b=c')
    assert.include(String(response.header('x-robots-tag')), 'noindex')

    assert.lengthOf(await clicksOf(link.id), 1)
    const [event] = await eventsOf(workspace.id)
    assert.equal(event.contact_id, contactId)
    assert.equal((await messageOf(message.id)).firstClickedAt, FRIDAY_MORNING)
  })

  test('each click of a person is an event of its own, and the first one stays the first', async ({
    client,
    assert,
  }) => {
    const { path, workspace, message } = await givenLink()
    await client.get(path).redirects(0).header('user-agent', IPHONE)
    clock.advance(60_000)
    await client.get(path).redirects(0).header('user-agent', IPHONE)
    assert.lengthOf(await eventsOf(workspace.id), 2)
    assert.equal((await messageOf(message.id)).firstClickedAt, FRIDAY_MORNING)
  })

  for (const agent of [
    'WhatsApp/2.26.40 A',
    'facebookexternalhit/1.1',
    'TelegramBot (like TwitterBot)',
    'Mozilla/5.0 (compatible; Googlebot/2.1)',
    'Slackbot-LinkExpanding 1.0',
    '',
  ]) {
    test(`a preview by "${agent}" is no click`, async ({ client, assert }) => {
      const { path, link } = await givenLink()
      const response = await client.get(path).redirects(0).header('user-agent', agent)
      response.assertStatus(302)
      assert.lengthOf(await clicksOf(link.id), 0)
    })
  }

  test('HEAD and prefetching are no clicks', async ({ client, assert }) => {
    const { path, link } = await givenLink()
    const head = await client.head(path).redirects(0).header('user-agent', IPHONE)
    head.assertStatus(302)
    await client.get(path).redirects(0).header('user-agent', IPHONE).header('sec-purpose', 'prefetch;prerender')
    assert.lengthOf(await clicksOf(link.id), 0)
  })

  test('an unknown code is not found, and leads nowhere', async ({ client }) => {
    const response = await client.get('/l/abcdefghi').redirects(0)
    response.assertStatus(404)
  })

  test('a link in a text is tracked where it is marked', async ({ assert }) => {
    const scene = await givenSandbox()
    const contactId = await givenContact(scene.workspace)
    await givenOpenWindow(scene, contactId)
    const message = await composed(scene, contactId, {
      content: { kind: 'text', text: 'Here: {{ url | track }}, and plain {{ url }}' },
      values: { contact: {}, url: 'https://bottega.example/a' },
    })
    const [link] = await db.from('links').where('message_id', message.id)
    assert.match(message.preview ?? '', new RegExp(`/l/${link.code}, and plain https://bottega.example/a$`))
  })
})

test.group('Addresses of buttons', () => {
  const cartUrl = { name: 'cart.url', source: 'cart.url', sample: 'c1', fallback: 'start' }
  const buttonOf = async (url: string, values: object) => {
    const channel = new ScriptedChannel({ templateApproval: true })
    const scene = await channel.connected()
    await givenTemplate(scene.workspace, {
      variants: { it: content({ buttons: [{ kind: 'url', title: 'Apri', url }] }) },
      variables: [firstName, cartUrl],
    })
    const message = await composed(scene, await givenContact(scene.workspace), {
      purpose: 'marketing',
      template: 'cart_reminder',
      values: { ...values },
    })
    return message.content.kind === 'template' ? message.content.buttons[0] : null
  }

  test('an approved one leaves in two parts, its end filled in', async ({ assert }) => {
    assert.containsSubset(await buttonOf('https://shop.example/c/{{ cart.url }}', { cart: { url: 'c7' } }), {
      url: 'https://shop.example/c/',
      suffix: 'c7',
    })
  })

  test('a missing end takes its fallback', async ({ assert }) => {
    assert.containsSubset(await buttonOf('https://shop.example/c/{{ cart.url }}', {}), { suffix: 'start' })
  })
})
