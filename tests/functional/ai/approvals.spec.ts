import { test } from '@japa/runner'
import { Approval } from '#app/ai/approval'
import { countWaiting } from '#app/ai/approval_list'
import { decide } from '#app/ai/deciding'
import { SYSTEM } from '#app/accounts/access'
import type { Workspace } from '#app/accounts/workspace'
import { clock, HOUR } from '#app/clock'
import { eraseContact } from '#app/contacts/erasure'
import { transaction } from '#app/database'
import { pauseRun, resumeRun, endRunByPerson, retryRun } from '#app/runs/operations'
import { drain } from '#app/work/worker'
import { FRIDAY_MORNING } from '#tests/support/messaging'
import { messagesOf, onlyRun, stepsOf } from '#tests/support/pipelines'
import { givenWorkspace } from '#tests/support/workspace'
import { callsOf, givenAiSettings, givenRules, outputOf, whenWritten } from '#tests/support/ai'

const QUESTION = 'Dov’è il mio ordine 1042?'

/** Approved or changed, it is sent; rejected or forgotten, somebody is told. */
function steps(change: Record<string, unknown> = {}) {
  const config = { text: '{{ event.text }}', instruction: 'Answer.', language: 'it', mode: 'approval', timeout: '4h' }
  const node = (id: string, type: string, own: Record<string, unknown>) => ({ id, type, name: id, config: own })
  return {
    nodes: [
      node('reply', 'write_reply', { ...config, ...change }),
      node('send', 'send_message', { purpose: 'service', legs: [{ text: '{{ steps.reply.text }}' }] }),
      node('tell', 'add_tag', { tag: 'reply {{ steps.reply.decision }}' }),
    ],
    edges: [
      { from: 'trigger', branch: 'next', to: 'reply' },
      { from: 'reply', branch: 'next', to: 'send' },
      { from: 'reply', branch: 'rejected', to: 'tell' },
      { from: 'reply', branch: 'timeout', to: 'tell' },
    ],
  }
}

const waitingFor = async (workspace: Workspace) => Approval.in(workspace).where('state', 'pending').firstOrFail()

test.group('Replies that wait for a person', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  async function waiting(change = {}) {
    const workspace = await givenWorkspace()
    await givenRules(workspace)
    const written = await whenWritten(workspace, QUESTION, steps(change))
    return { workspace, ...written, now: () => onlyRun(written.pipeline) }
  }

  test('hold the run until approved, and then the very words go on', async ({ assert }) => {
    const { workspace, run, now } = await waiting()
    assert.equal(run.state, 'waiting')
    assert.equal(await countWaiting(workspace.id), 1)
    const approval = await waitingFor(workspace)
    assert.containsSubset(approval.$attributes, { customerText: QUESTION, expiresAt: FRIDAY_MORNING + 4 * HOUR })

    assert.deepEqual(await decide(approval, { kind: 'approve', text: null }, SYSTEM), { ok: true, state: 'approved' })
    await drain()
    const [reply, send] = await stepsOf(await now())
    assert.containsSubset(outputOf(reply), { text: approval.proposedText, decision: 'approved', edited: false })
    assert.equal(send.type, 'send_message')
    assert.lengthOf(await callsOf(workspace), 1)
    assert.equal(await countWaiting(workspace.id), 0)
  })

  test('go as a person changed them', async ({ assert }) => {
    const { workspace, now } = await waiting()
    const text = 'È partito ieri, arriva domani.'
    const decided = await decide(await waitingFor(workspace), { kind: 'approve', text }, SYSTEM)
    assert.deepEqual(decided, { ok: true, state: 'edited' })
    await drain()
    const [reply] = await stepsOf(await now())
    assert.containsSubset(outputOf(reply), { text, edited: true, decision: 'edited' })
  })

  test('leave by their own ways when rejected, or when nobody decides', async ({ assert }) => {
    const rejected = await waiting()
    await decide(await waitingFor(rejected.workspace), { kind: 'reject' }, SYSTEM)
    await drain()
    assert.containsSubset((await stepsOf(await rejected.now()))[0], { branch: 'rejected', state: 'done' })
    assert.lengthOf(await messagesOf(rejected.run), 0)

    const forgotten = await waiting()
    const approval = await waitingFor(forgotten.workspace)
    clock.advance(4 * HOUR + 1)
    await drain()
    assert.equal((await stepsOf(await forgotten.now()))[0].branch, 'timeout')
    assert.equal((await approval.refresh()).state, 'expired')
    assert.lengthOf(await callsOf(forgotten.workspace), 1, 'time does not ask the model again')
  })

  test('are decided once, and not for a run that has gone', async ({ assert }) => {
    const { workspace } = await waiting()
    const approval = await waitingFor(workspace)
    const both = await Promise.all([
      decide(approval, { kind: 'approve', text: null }, SYSTEM),
      decide(approval, { kind: 'reject' }, SYSTEM),
    ])
    assert.sameMembers(
      both.map((each) => each.ok),
      [true, false]
    )
    assert.containsSubset(
      both.find((each) => !each.ok),
      { reason: 'approval_decided' }
    )

    const ended = await waiting()
    const late = await waitingFor(ended.workspace)
    await endRunByPerson(ended.run)
    assert.equal(await countWaiting(ended.workspace.id), 0)
    assert.containsSubset(await decide(late, { kind: 'approve', text: null }, SYSTEM), { reason: 'approval_gone' })
    assert.equal((await late.refresh()).state, 'withdrawn')
  })

  test('wait on while the run is paused, and take effect when it goes on', async ({ assert }) => {
    const { workspace, run, now } = await waiting()
    await pauseRun(run)
    assert.equal(await countWaiting(workspace.id), 1)
    assert.isTrue((await decide(await waitingFor(workspace), { kind: 'reject' }, SYSTEM)).ok)
    await drain()
    assert.equal((await now()).state, 'paused')
    await resumeRun(await now())
    await drain()
    assert.equal((await stepsOf(await now()))[0].branch, 'rejected')
  })

  test('can be asked for again after a failure, by the same key', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await givenRules(workspace)
    await givenAiSettings(workspace, { budgetTokens: 10 })
    const { run, pipeline } = await whenWritten(workspace, QUESTION, steps())
    assert.containsSubset(run.$attributes, { state: 'failed', code: 'ai_budget_spent' })

    await givenAiSettings(workspace, {})
    await retryRun(run)
    await drain()
    assert.equal((await onlyRun(pipeline)).state, 'waiting')
    assert.equal((await waitingFor(workspace)).naturalKey, `${run.id}|reply|1`)
  })

  test('go with the person who is erased', async ({ assert }) => {
    const { workspace, contactId } = await waiting()
    await transaction((trx) => eraseContact(trx, workspace.id, contactId))
    assert.lengthOf(await Approval.in(workspace), 0)
    const [call] = await callsOf(workspace)
    assert.isNull(call.contact_id)
    assert.equal(call.state, 'done')
  })
})
