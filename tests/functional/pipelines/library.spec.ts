import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#app/clock'
import { problemsIn } from '#app/templates/template_limits'
import { installFromLibrary, library } from '#app/pipelines/library'
import { publish } from '#app/pipelines/publishing'
import { drain } from '#app/work/worker'
import { givenEvents } from '#tests/support/events'
import { FRIDAY_MORNING, givenContact } from '#tests/support/messaging'
import { messagesOf, runsOf } from '#tests/support/pipelines'
import { ScriptedChannel } from '#tests/support/scripted_channel'

test.group('The library', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('has templates that a provider can approve, in English and Italian', async ({ assert }) => {
    for (const { key, templates } of await library()) {
      for (const { name, purpose, variants } of templates) {
        assert.sameMembers(
          variants.map(({ language }) => language),
          ['en', 'it'],
          name
        )
        for (const { content, variables } of variants)
          assert.deepEqual(problemsIn({ content, variables, purpose, needsApproval: true }), [], `${key} ${name}`)
      }
    }
  })

  const cases: { key: string; type: string; payload?: object; preview: RegExp }[] = [
    { key: 'order_confirmation', type: 'order.placed', preview: /Grazie Giulia! .* #1042 da 184,00/ },
    { key: 'shipping_updates', type: 'shipment.dispatched', preview: /è partito con/ },
    { key: 'shipping_updates', type: 'shipment.delivered', preview: /è stato consegnato/ },
    { key: 'welcome', type: 'consent.granted', preview: /Benvenuto Giulia!/ },
    { key: 'abandoned_cart', type: 'cart.abandoned', preview: /hai lasciato .* nel carrello/ },
  ]
  for (const { key, type, preview } of cases) {
    test(`installs, publishes and sends: ${key} on ${type}`, async ({ assert }) => {
      const channel = new ScriptedChannel()
      const { workspace, connection } = await channel.connected()
      const contactId = await givenContact(workspace, { consents: ['marketing', 'transactional'] })
      await drain()
      const installed = await installFromLibrary(workspace, key, { connectionId: connection.id })
      assert.isTrue(installed.ok, JSON.stringify(installed))
      if (!installed.ok) return
      assert.containsSubset(await publish(installed.pipeline, null), { ok: true, version: 1 })

      const payload =
        type === 'consent.granted' ? { channel: 'whatsapp', purpose: 'marketing', method: 'form' } : undefined
      await givenEvents(workspace, { type, contactId, ...(payload ? { payload } : {}) })
      await drain()
      clock.advance(3_600_000)
      await drain()
      const [run] = await runsOf(installed.pipeline)
      const [message] = await messagesOf(run)
      assert.match(String(message.preview), preview)
      assert.equal(message.state, 'sent')
    })
  }

  test('leaves nothing behind when it does not fit', async ({ assert }) => {
    const { workspace } = await new ScriptedChannel().connected()
    const refused = await installFromLibrary(workspace, 'welcome', { connectionId: 'con_gone' })
    assert.containsSubset(refused, {
      ok: false,
      reason: 'library_entry_unfit',
      problems: [{ code: 'connection_unknown' }],
    })
    assert.lengthOf(await db.from('pipelines').where('workspace_id', workspace.id), 0)
    assert.lengthOf(await db.from('templates').where('workspace_id', workspace.id), 0)
  })

  test('installs a second time with the templates that are there', async ({ assert }) => {
    const { workspace } = await new ScriptedChannel().connected()
    assert.isTrue((await installFromLibrary(workspace, 'welcome')).ok)
    assert.isTrue((await installFromLibrary(workspace, 'welcome')).ok)
    assert.containsSubset(await installFromLibrary(workspace, 'gone'), { ok: false, reason: 'library_entry_unknown' })
  })
})
