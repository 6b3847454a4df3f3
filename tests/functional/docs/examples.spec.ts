import { readFileSync } from 'node:fs'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { render } from '#app/templates/rendering'
import { checkGraph } from '#app/pipelines/validation'
import { givenTemplate } from '#tests/support/messaging'
import { givenWorkspace } from '#tests/support/workspace'

const page = (name: string) => readFileSync(`docs/${name}.md`, 'utf8')

test.group('The examples of the docs', () => {
  test('graphs are valid as they stand', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await givenTemplate(workspace, { name: 'cart_reminder_1', purpose: 'marketing' })
    await givenTemplate(workspace, { name: 'parcel_dispatched', purpose: 'transactional' })
    const pages = page('pipelines') + page('sms')
    const graphs = [...pages.matchAll(/```json graph\n([\s\S]*?)```/g)].map(([, text]) => JSON.parse(text) as unknown)
    assert.lengthOf(graphs, 3)
    for (const graph of graphs) {
      const checked = await checkGraph(db.connection(), workspace.id, graph)
      assert.deepEqual(checked.ok ? [] : checked.problems, [])
    }
  })

  test('texts come out as the table says', ({ assert }) => {
    const values = {
      contact: { first_name: 'Giulia', company: null },
      cart: { total: { amount: 18_400, currency: 'EUR' }, item_count: 2 },
    }
    const rows = [...page('templates').matchAll(/^\| `(\{[{%].*[%}]\})` \| (.*) \|$/gm)]
    assert.isAbove(rows.length, 10)
    for (const [, text, expected] of rows) {
      const rendered = render(text.replaceAll('\\|', '|'), values, {
        locale: 'en-GB',
        timezone: 'Europe/Rome',
        currency: 'EUR',
      })
      assert.deepEqual(rendered, { ok: true, text: expected }, text)
    }
  })
})
