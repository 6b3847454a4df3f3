import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { Approval } from '#app/ai/approval'
import { clock } from '#app/clock'
import { drain } from '#app/work/worker'
import { givenEvents, inbound } from '#tests/support/events'
import { givenContact } from '#tests/support/messaging'
import { givenPipeline } from '#tests/support/pipelines'
import { givenMember, givenWorkspace } from '#tests/support/workspace'
import { givenRules } from '#tests/support/ai'

const PATIENCE = { timeout: 90_000 }

const sideways = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - window.innerWidth') as Promise<number>

const REPLY = {
  text: '{{ event.text }}',
  instruction: 'Answer shortly.',
  facts: 'Customer name: {{ contact.first_name }}',
  language: 'it',
  mode: 'approval',
}

test.group('The approvals in the browser', (group) => {
  group.each.timeout(180_000)

  async function givenWaiting() {
    const workspace = await givenWorkspace()
    await givenRules(workspace)
    const node = (id: string, type: string, config: Record<string, unknown>) => ({
      id,
      type,
      name: `The ${id}`,
      config,
    })
    await givenPipeline(workspace, {
      kind: 'service',
      trigger: { events: ['message.received'] },
      nodes: [node('reply', 'write_reply', REPLY), node('send', 'send_message', { legs: [{ text: 'ok' }] })],
      edges: [
        { from: 'trigger', branch: 'next', to: 'reply' },
        { from: 'reply', branch: 'next', to: 'send' },
      ],
    })
    const people = [
      ['Giulia', 'Ferrero', 'Buongiorno, dov’è il mio ordine 1042? Lo aspettavo ieri.'],
      ['Marco', 'Rinaldi', 'Vorrei un preventivo per 20 lampade Goccia.'],
      ['Sara', 'Conti', 'La lampada è arrivata rotta, che delusione!'],
    ]
    for (const [firstName, lastName, text] of people) {
      const contactId = await givenContact(workspace, { firstName, lastName })
      await givenEvents(workspace, { ...inbound(text), occurredAt: clock.now(), contactId })
    }
    await drain()
    return workspace
  }

  test('work by keyboard: next, edit, approve, reject', async ({ browserContext, visit, assert }) => {
    const workspace = await givenWaiting()
    await browserContext.loginAs(await givenMember(workspace, 'operator'))
    const page = await visit('/health')
    await page.goto(`/w/${workspace.id}/ai`)
    await page.waitForSelector('[data-approval]', PATIENCE)
    assert.equal(await page.locator('[data-approval]').count(), 3)
    assert.equal(await page.locator('nav a[href$="/ai"]').first().innerText(), 'AI\n3')

    await page.keyboard.press('a')
    await page.waitForFunction('document.querySelectorAll("[data-approval]").length === 2')
    await page.keyboard.press('e')
    await page.keyboard.press('End')
    await page.keyboard.type(' Un saluto!')
    await page.keyboard.press('Control+Enter')
    await page.waitForFunction('document.querySelectorAll("[data-approval]").length === 1')
    await page.keyboard.press('Tab')
    await page.evaluate('document.activeElement.blur()')
    await page.keyboard.press('r')
    await page.getByText('No reply is waiting').waitFor()

    const states = (await Approval.in(workspace).orderBy('id')).map(({ state }) => state)
    assert.deepEqual(states, ['approved', 'edited', 'rejected'])
  })

  test('never scroll sideways on a phone, in either language', async ({ browserContext, visit, assert }) => {
    const workspace = await givenWaiting()
    await browserContext.loginAs(await givenMember(workspace))
    const page = await visit('/health')
    await page.setViewportSize({ width: 390, height: 844 })
    for (const locale of ['en', 'it']) {
      await browserContext.addCookies([{ name: 'locale', value: locale, url: page.url() }])
      for (const path of ['/ai', '/ai?show=decided', '/ai/usage', '/ai/settings']) {
        await page.goto(`/w/${workspace.id}${path}`)
        await page.waitForSelector('h1', PATIENCE)
        assert.equal(await sideways(page), 0, `${path} in ${locale}`)
      }
    }
  })
})
