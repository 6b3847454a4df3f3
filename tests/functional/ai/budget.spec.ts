import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { fakeWorld } from '#app/calls/fake_world'
import { ask } from '#app/ai/ask'
import type { Asked } from '#app/ai/ask'
import { embedTexts } from '#app/ai/other_doors'
import { setPrice } from '#app/ai/prices'
import { usageOf } from '#app/ai/usage'
import { clock, DAY } from '#app/clock'
import { FakeOpenAi } from '#tests/support/fake_world/openai'
import { FRIDAY_MORNING } from '#tests/support/messaging'
import { givenWorkspace } from '#tests/support/workspace'
import { callsOf, givenAiSettings, givenOpenAi, givenRules, monthRow } from '#tests/support/ai'

const question = (workspace: { id: string }, change = {}) => ({
  workspaceId: workspace.id,
  purpose: 'reply',
  conversation: [{ role: 'user' as const, text: 'Ciao, dov’è il mio ordine?' }],
  maxTokens: 1000,
  ...change,
})

test.group('The AI budget', (group) => {
  let openai: FakeOpenAi
  group.each.setup(async () => {
    clock.freeze(FRIDAY_MORNING)
    openai = new FakeOpenAi()
    fakeWorld.lead('https://api.openai.com', await openai.start())
    return async () => {
      clock.restore()
      fakeWorld.lead('https://api.openai.com', null)
      await openai.stop()
    }
  })

  test('counts what a call took, in millionths and tokens', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await givenOpenAi(workspace, openai)
    openai.answer = () => ({ text: 'x'.repeat(4000) })
    const asked = await ask(question(workspace, { conversation: [{ role: 'user', text: 'y'.repeat(8000) }] }))
    assert.isTrue(asked.ok)
    const [call] = await callsOf(workspace)
    const { input_tokens: input, cached_tokens: cached, output_tokens: output } = call
    assert.isAbove(Number(cached), 0)
    // $0.10 and $0.50 for a million; what was cached has no price of its own on the list.
    assert.equal(Number(call.cost_micros), Math.ceil(Number(input) * 0.1 + Number(output) * 0.5))
    assert.containsSubset(await usageOf(workspace), {
      month: '2026-11',
      spentMicros: Number(call.cost_micros),
      spentTokens: Number(input) + Number(output),
      reservedMicros: 0,
      purposes: [{ purpose: 'reply', calls: 1 }],
      days: [{ day: '2026-11-14' }, {}, {}, {}, {}, {}, { day: '2026-11-20', calls: 1 }],
    })
  })

  test('is never passed by calls made at the same moment', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await givenOpenAi(workspace, openai)
    await givenAiSettings(workspace, { budgetMicros: 1100 })
    // Each may take up to some 510 millionths, so two fit side by side. They are answered when the others were refused.
    const answering = Promise.withResolvers<void>()
    openai.held = answering.promise
    const refused: Asked[] = []
    const one = async () => {
      const asked = await ask(question(workspace))
      if (!asked.ok && refused.push(asked) === 4) answering.resolve()
    }
    await Promise.all(Array.from({ length: 6 }, one))
    assert.deepEqual([openai.questions.length, refused.length], [2, 4])
    assert.containsSubset(refused[0], { code: 'ai_budget_spent', params: { limit: 'money', month: '2026-11' } })
    const month = await monthRow(workspace)
    assert.isAtMost(Number(month.spent_micros), 1100)
    assert.equal(Number(month.reserved_micros), 0)
    assert.lengthOf(
      (await callsOf(workspace)).filter(({ state }) => state === 'refused'),
      4
    )
    // What was set aside and not used is free again.
    assert.isTrue((await ask(question(workspace))).ok)
  })

  test('begins anew with the month of the workspace’s zone', async ({ assert }) => {
    const workspace = await givenWorkspace({ timezone: 'Pacific/Auckland' })
    await givenRules(workspace)
    await givenAiSettings(workspace, { budgetTokens: 1200 })
    for (let n = 0; n < 40 && (await ask(question(workspace))).ok; n++);
    assert.containsSubset(await ask(question(workspace)), { ok: false, code: 'ai_budget_spent' })
    // 30 November, noon in Greenwich: December has begun in Auckland.
    clock.advance(10 * DAY + 2 * 60 * 60 * 1000)
    assert.isTrue((await ask(question(workspace))).ok)
    assert.equal((await usageOf(workspace)).month, '2026-12')
  })

  test('counts tokens where the price is not known, and says so', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await givenOpenAi(workspace, openai)
    await ask(question(workspace, { model: 'gpt-4.1' }))
    const usage = await usageOf(workspace)
    assert.deepEqual(usage.unpriced, { calls: 1, models: ['gpt-4.1'] })
    assert.equal(usage.spentMicros, 0)
    assert.isAbove(usage.spentTokens, 0)

    await setPrice(db.connection(), workspace.id, {
      model: 'gpt-4.1',
      input: 2_000_000,
      cached: 500_000,
      output: 8_000_000,
    })
    await ask(question(workspace, { model: 'gpt-4.1' }))
    assert.isAbove((await usageOf(workspace)).spentMicros, 0)
  })

  test('counts as spent what nobody knows the end of', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await givenOpenAi(workspace, openai)
    openai.faults.hangUp(1, { path: '/responses' })
    await assert.rejects(() => ask(question(workspace)))
    const [lost] = await callsOf(workspace)
    assert.equal(lost.state, 'unknown')
    assert.equal(Number(lost.cost_micros), Number(lost.reserved_micros))

    // A process died in the middle of this one.
    await ask(question(workspace))
    const [, call] = await callsOf(workspace)
    await db.from('ai_calls').where('id', String(call.id)).update({ state: 'reserved', lease_until: 1 })
    await db
      .from('ai_months')
      .where('workspace_id', workspace.id)
      .update({ reserved_micros: call.reserved_micros, reserved_tokens: call.reserved_tokens })
    assert.equal((await usageOf(workspace)).reservedMicros, 0)
    assert.equal((await callsOf(workspace))[1].state, 'unknown')
  })

  test('holds for embeddings, too', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await givenOpenAi(workspace, openai)
    const about = { workspaceId: workspace.id, purpose: 'embed' }
    const embedded = await embedTexts(about, ['dove è il mio ordine', 'resi e rimborsi'])
    assert.isTrue(embedded.ok && embedded.value.vectors.length === 2)
    await givenAiSettings(workspace, { budgetTokens: 10 })
    assert.containsSubset(await embedTexts(about, ['ciao']), { ok: false, code: 'ai_budget_spent' })
  })
})
