import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#app/clock'
import { recordConsent } from '#app/contacts/consents'
import { transaction } from '#app/database'
import { drain } from '#app/work/worker'
import { rowsOf } from '#tests/support/events'
import { FRIDAY_MORNING, givenContact, givenTemplate } from '#tests/support/messaging'
import { chain, givenPipeline } from '#tests/support/pipelines'
import { givenConnection } from '#tests/support/connections'
import { calls, buyer, orderOf } from '#tests/support/sandbox_shop'
import { ScriptedChannel } from '#tests/support/scripted_channel'

const MESSAGES = 60
const MOST_STATEMENTS = 25
const MOST_TRANSACTIONS = 8

/** Counts what reaches the database, by the event of its driver. */
function counting() {
  const seen = new Map<string, number>()
  const counts = { statements: 0, transactions: 0 }
  const count = ({ sql }: { sql: string }) => {
    if (/^begin/i.test(sql)) counts.transactions++
    else if (!/^(commit|rollback|savepoint|release)/i.test(sql)) {
      counts.statements++
      const shape = sql.replace(/\((\?,? ?)+\)/g, '(…)').slice(0, 150)
      seen.set(shape, (seen.get(shape) ?? 0) + 1)
    }
  }
  const { client } = db.manager.get(db.primaryConnectionName)!.connection!
  client!.on('query', count)
  return {
    counts,
    stop: () => void client!.removeListener('query', count),
    most: () => [...seen].sort((a, b) => b[1] - a[1]),
  }
}

test.group('The budget of a message', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test(`is at most ${MOST_STATEMENTS} statements and ${MOST_TRANSACTIONS} transactions, from the webhook to the accepted status`, async ({
    client,
    assert,
  }) => {
    const channel = new ScriptedChannel()
    const { workspace, connection } = await channel.connected()
    const { endpoint } = await givenConnection(workspace, 'sandbox', { secret: 'a secret of the sandbox' })
    await givenTemplate(workspace, { purpose: 'transactional' })
    await givenPipeline(workspace, {
      kind: 'transactional',
      trigger: { events: ['order.placed'] },
      ...chain(
        { type: 'send_message', config: { legs: [{ template: 'cart_reminder', connection: connection.id }] } },
        { type: 'end' }
      ),
    })
    // The buyers are known and have agreed; what is counted is the relay alone.
    for (let index = 0; index < MESSAGES; index++) {
      const contactId = await givenContact(workspace, {
        consents: [],
        identities: [{ kind: 'sandbox_user', value: `buyer-${index}` }],
      })
      await transaction((trx) =>
        recordConsent(trx, {
          workspaceId: workspace.id,
          contactId,
          channel: 'whatsapp',
          purpose: 'transactional',
          action: 'granted',
          method: 'form',
          source: 'test',
          proof: {},
          occurredAt: clock.now(),
        })
      )
    }
    await drain()

    const { counts, stop, most } = counting()
    await Promise.all(
      Array.from({ length: MESSAGES }, (_, index) =>
        calls(client, endpoint!, {
          id: `o-${index}`,
          type: 'order',
          person: buyer(`buyer-${index}`),
          data: orderOf(String(index)),
        })
      )
    )
    await drain()
    stop()

    const sent = (await rowsOf('messages', workspace)).filter((row) => row.state === 'sent')
    assert.lengthOf(sent, MESSAGES)
    const perMessage = { statements: counts.statements / MESSAGES, transactions: counts.transactions / MESSAGES }
    const told = `${perMessage.statements.toFixed(1)} statements and ${perMessage.transactions.toFixed(1)} transactions per message\n${most()
      .slice(0, 30)
      .map(([sql, times]) => `${(times / MESSAGES).toFixed(2)}  ${sql}`)
      .join('\n')}`
    if (process.env.SHOW_BUDGET) console.log(told)
    assert.isAtMost(perMessage.statements, MOST_STATEMENTS, told)
    assert.isAtMost(perMessage.transactions, MOST_TRANSACTIONS, told)
  })
})
