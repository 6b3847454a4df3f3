import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#app/clock'
import { transaction } from '#app/database'
import { compose } from '#app/messaging/compose'
import { workOnce } from '#app/work/worker'
import { sending } from '#app/messaging/sender'
import { givenContact, givenTemplate } from '#tests/support/messaging'
import { ScriptedChannel } from '#tests/support/scripted_channel'

/** Statements that reach the database while `work` runs, and how many of them begin a transaction. */
async function counted(work: () => Promise<unknown>) {
  const seen: string[] = []
  const knex = db.manager.get(db.primaryConnectionName)?.connection?.client
  const note = ({ sql }: { sql: string }) => void seen.push(sql)
  knex?.on('query', note)
  await work()
  knex?.removeListener('query', note)
  const begins = seen.filter((sql) => /^begin/i.test(sql)).length
  return { statements: seen.filter((sql) => !/^(begin|commit)/i.test(sql)).length, transactions: begins, seen }
}

test.group('What a message costs the database', (group) => {
  group.each.setup(() => {
    clock.freeze(Date.UTC(2026, 10, 20, 10))
    return () => clock.restore()
  })

  test('composing takes a handful of statements, and sending a batch hardly more than one message', async ({
    assert,
  }) => {
    const scene = await new ScriptedChannel().connected()
    await givenTemplate(scene.workspace)
    const contacts: string[] = []
    for (let n = 0; n < 25; n++) contacts.push(await givenContact(scene.workspace))
    const values = { contact: { first_name: 'Giulia' } }
    const draft = (contactId: string) =>
      transaction((trx) =>
        compose(trx, {
          workspaceId: scene.workspace.id,
          naturalKey: `budget:${contactId}`,
          contactId,
          purpose: 'marketing',
          template: 'cart_reminder',
          connectionId: scene.connection.id,
          values,
        })
      )
    // The first one of all reads the set-up that the others believe.
    await draft(contacts[0])
    const composing = await counted(() => draft(contacts[1]))
    assert.isAtMost(composing.statements, 7, composing.seen.join('\n'))
    assert.equal(composing.transactions, 1)

    for (const contactId of contacts.slice(2)) await draft(contactId)
    const batch = await counted(() => workOnce(sending as never, 'marketing'))
    const sent = await db.from('messages').where({ workspace_id: scene.workspace.id, state: 'sent' })
    assert.lengthOf(sent, 25)
    assert.isAtMost(batch.transactions, 3, batch.seen.join('\n'))
    assert.isAtMost(batch.statements, 18, batch.seen.join('\n'))
  })
})
