import { test } from '@japa/runner'
import { SYSTEM } from '#app/accounts/access'
import type { Workspace } from '#app/accounts/workspace'
import { ask } from '#app/ai/ask'
import { transcribeAudio } from '#app/ai/other_doors'
import { fakeWorld } from '#app/calls/fake_world'
import { privateHosts } from '#app/calls/private_hosts'
import { clock } from '#app/clock'
import { testConnection } from '#app/connectors/checking'
import { connect } from '#app/connectors/connect'
import { contextFor } from '#app/connectors/context'
import { changeConnection } from '#app/connectors/repair'
import { disconnect } from '#app/connectors/upkeep'
import { connectors } from '#app/connectors/registry'
import { FakeOpenAi } from '#tests/support/fake_world/openai'
import { FRIDAY_MORNING } from '#tests/support/messaging'
import { givenWorkspace } from '#tests/support/workspace'
import { callsOf, givenAiSettings } from '#tests/support/ai'

const KEY = 'sk-first-key-of-the-story'
const NEW_KEY = 'sk-second-key-of-the-story'

const TOOL = {
  name: 'get_order',
  description: 'Looks up an order',
  input: {
    type: 'object',
    properties: { number: { type: 'string' } },
    required: ['number'],
    additionalProperties: false,
  },
}

const question = (workspace: { id: string }, change = {}) => ({
  workspaceId: workspace.id,
  purpose: 'reply',
  conversation: [{ role: 'user' as const, text: 'Dov’è il mio ordine 1042?' }],
  ...change,
})

test.group('OpenAI, from the first key to the last', (group) => {
  let openai: FakeOpenAi
  group.each.setup(async () => {
    clock.freeze(FRIDAY_MORNING)
    openai = new FakeOpenAi().addKey(KEY)
    fakeWorld.lead('https://api.openai.com', await openai.start())
    return async () => {
      clock.restore()
      fakeWorld.lead('https://api.openai.com', null)
      await openai.stop()
    }
  })

  async function connected(workspace: Workspace, settings = {}) {
    const result = await connect(workspace, 'openai', { credentials: { apiKey: KEY }, settings, actor: SYSTEM })
    if (!result.ok) throw new Error(`should connect: ${JSON.stringify(result)}`)
    return result.connection
  }

  test('a key is not sent to another server unless it is typed again', async ({ assert, cleanup }) => {
    const workspace = await givenWorkspace()
    const connection = await connected(workspace)
    const thief = new FakeOpenAi().addKey(KEY)
    fakeWorld.lead('https://models.thief.example', await thief.start())
    cleanup(async () => {
      fakeWorld.lead('https://models.thief.example', null)
      await thief.stop()
    })
    const settings = { baseUrl: 'https://models.thief.example/v1' }
    const by = { workspace, actor: SYSTEM }
    for (const credentials of [undefined, {}, { apiKey: '' }]) {
      const moved = await changeConnection(connection, by, { credentials, settings })
      assert.containsSubset(moved, { ok: false, errors: [{ field: 'credentials.apiKey' }] })
    }
    assert.lengthOf(thief.requests, 0)
    await changeConnection(connection, by, { credentials: { apiKey: KEY }, settings })
    assert.isAbove(thief.requests.length, 0)
    assert.isTrue((await changeConnection(connection, by, { settings: { chatModel: 'gpt-6-luna' } })).ok)
  })

  test('a key is revoked and replaced, a rush waits, and at the end nothing is asked any more', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const connection = await connected(workspace)
    assert.equal(connection.accountLabel, 'OpenAI')
    assert.isTrue((await ask(question(workspace))).ok)

    openai.revoke(KEY)
    assert.containsSubset(await ask(question(workspace)), { ok: false, code: 'authentication_expired' })
    assert.containsSubset(await testConnection(connection), { reason: { code: 'authentication_expired' } })
    await connection.refresh()
    assert.equal(connection.state, 'broken')
    assert.containsSubset(await ask(question(workspace)), { ok: false, code: 'connection_unhealthy' })

    openai.addKey(NEW_KEY)
    await changeConnection(connection, { workspace, actor: SYSTEM }, { credentials: { apiKey: NEW_KEY }, settings: {} })
    await connection.refresh()
    assert.equal(connection.state, 'healthy')
    assert.isTrue((await ask(question(workspace))).ok)

    openai.faults.rateLimit(1, { path: '/responses', retryAfterSeconds: 7 })
    await assert.rejects(() => ask(question(workspace)), /429/)
    assert.isTrue((await ask(question(workspace))).ok)

    openai.quotaSpent = true
    const asked = openai.questions.length
    assert.containsSubset(await ask(question(workspace)), { ok: false, code: 'ai_no_credit' })
    assert.equal(openai.questions.length, asked + 1, 'no credit is not tried again')
    openai.quotaSpent = false

    await givenAiSettings(workspace, { budgetMicros: 1 })
    assert.containsSubset(await ask(question(workspace)), { ok: false, code: 'ai_budget_spent' })
    await givenAiSettings(workspace, {})

    await disconnect(connection, { workspace, actor: SYSTEM })
    assert.containsSubset(await ask(question(workspace)), { ok: false, code: 'ai_not_connected' })
    const codes = (await callsOf(workspace)).map(({ state, code }) => code ?? state)
    assert.deepEqual(codes, [
      'done',
      'authentication_expired',
      'done',
      'rate_limited',
      'done',
      'ai_no_credit',
      'ai_budget_spent',
    ])
  })

  test('a wrong key does not connect, and is in no answer', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const request = { credentials: { apiKey: 'sk-wrong-canary-81' }, settings: {}, actor: SYSTEM }
    const refused = await connect(workspace, 'openai', request)
    assert.containsSubset(refused, { ok: false, reason: 'check_failed', why: { code: 'authentication_expired' } })
    assert.notInclude(JSON.stringify(refused), 'sk-wrong-canary-81')
  })

  test('tools are called in turns, and what the model thought goes back with them', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const context = await contextFor(await connected(workspace))
    const { model } = await connectors.implementation('openai')
    openai.answer = ({ turns }) =>
      turns.some(({ role }) => role === 'function_call_output')
        ? { text: 'È partito ieri.' }
        : { toolCall: { name: 'get_order', input: { number: '1042' } } }
    const { conversation } = question(workspace)
    const first = await model!.respond(context, conversation, { tools: [TOOL] })
    assert.deepEqual([first.stop, first.toolCalls[0].input], ['tool', { number: '1042' }])
    const { text, toolCalls, opaque } = first
    const result = {
      role: 'tool' as const,
      toolCallId: toolCalls[0].id,
      name: 'get_order',
      text: '{"status":"shipped"}',
    }
    const turns = [...conversation, { role: 'assistant' as const, text, toolCalls, opaque }, result]
    assert.equal((await model!.respond(context, turns, { tools: [TOOL] })).text, 'È partito ieri.')
    assert.include(openai.questions[1].rawBody.toString(), 'encrypted_content')
  })

  test('a stream that breaks off is no answer, and a recording becomes words', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await connected(workspace)
    const heard: string[] = []
    openai.answer = () => ({ text: 'Il tuo ordine è già in viaggio.' })
    const whole = await ask(question(workspace, { onText: (part: string) => void heard.push(part) }))
    assert.isTrue(whole.ok && whole.answer.text === heard.join('') && heard.length > 1)

    openai.cutStreams = true
    await assert.rejects(() => ask(question(workspace, { onText: () => {} })))

    const about = { workspaceId: workspace.id, purpose: 'transcribe' }
    const audio = { bytes: Buffer.from('OggS'), mimeType: 'audio/ogg; codecs=opus', language: 'it' }
    const said = await transcribeAudio(about, audio)
    assert.isTrue(said.ok && said.value.text.startsWith('Buongiorno'))
    assert.containsSubset(await transcribeAudio(about, { ...audio, mimeType: 'video/mp4' }), { code: 'invalid_input' })
  })

  test('an older model that does not reason is asked again without it', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await connected(workspace)
    assert.isTrue((await ask(question(workspace, { model: 'gpt-4.1', effort: 'none' }))).ok)
    assert.equal(openai.questions.length, 2)
  })
})

test.group('A compatible server', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  async function givenServer(kind: ConstructorParameters<typeof FakeOpenAi>[0]) {
    const server = new FakeOpenAi(kind).addKey('ollama')
    const origin = await server.start()
    const { host } = new URL(origin)
    privateHosts.allow(host)
    const leave = async () => {
      privateHosts.allow(host, false)
      await server.stop()
    }
    return { server, baseUrl: `${origin}/v1`, host, leave }
  }

  const request = (baseUrl: string) => ({ credentials: { apiKey: 'ollama' }, settings: { baseUrl }, actor: SYSTEM })

  test('without responses, schema or tools is asked by chat, and told the form in words', async ({ assert }) => {
    const models = ['llama3.2:latest', 'nomic-embed-text']
    const { server, baseUrl, leave } = await givenServer({ models, responses: false, structured: false, tools: false })
    try {
      const workspace = await givenWorkspace()
      const result = await connect(workspace, 'openai', request(baseUrl))
      if (!result.ok) throw new Error(JSON.stringify(result))
      assert.sameMembers(
        result.connection.warnings.map(({ code }) => code),
        ['no_structured_output', 'no_tools']
      )

      server.answer = () => ({ text: '```json\n{"language":"it"}\n```' })
      const properties = { language: { type: 'string' } }
      const schema = { type: 'object', properties, required: ['language'], additionalProperties: false }
      await ask(question(workspace))
      const before = server.questions.length
      const asked = await ask(question(workspace, { output: { name: 'language', schema } }))
      assert.deepEqual(asked.ok && asked.answer.output, { language: 'it' })
      assert.equal(server.questions.length, before + 1, 'what it can do is remembered')
      assert.include(server.questions.at(-1)?.rawBody.toString(), 'JSON Schema')
      assert.equal((await callsOf(workspace))[0].model, 'llama3.2:latest')
      assert.isNull((await callsOf(workspace))[1].cost_micros)
      assert.isTrue((await testConnection(result.connection)).ok)
    } finally {
      await leave()
    }
  })

  test('with everything is asked by responses', async ({ assert }) => {
    const { server, baseUrl, leave } = await givenServer({ models: ['qwen3'] })
    try {
      const workspace = await givenWorkspace()
      server.answer = ({ schema, tools }) =>
        tools.length > 0
          ? { toolCall: { name: tools[0], input: { answer: true } } }
          : { text: schema ? '{"answer":true}' : 'Sì.' }
      const result = await connect(workspace, 'openai', request(baseUrl))
      assert.deepEqual(result.ok && result.connection.warnings, [])
      assert.isTrue((await ask(question(workspace))).ok)
      assert.isTrue(server.questions.every(({ path }) => path === '/v1/responses'))
    } finally {
      await leave()
    }
  })

  test('at a private address is refused by name of the field, unless the installation lists it', async ({ assert }) => {
    const { baseUrl, host, leave } = await givenServer({ models: ['qwen3'] })
    try {
      const workspace = await givenWorkspace()
      privateHosts.allow(host, false)
      for (const address of [
        baseUrl,
        'http://192.168.1.20:8080/v1',
        'http://localhost:8080/v1',
        'http://[::1]:8080/v1',
      ])
        assert.containsSubset(await connect(workspace, 'openai', request(address)), {
          ok: false,
          reason: 'check_failed',
          field: 'baseUrl',
        })
      privateHosts.allow(host)
      assert.isTrue((await connect(workspace, 'openai', request(baseUrl))).ok)
    } finally {
      await leave()
    }
  })
})
