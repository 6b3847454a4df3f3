import assert from 'node:assert/strict'
import type { ModelAnswer, ModelTurn } from '../../roles/index.ts'
import { vendorErrorOf } from '../expectations.ts'
import type { ModelKit, Script, VendorKit } from '../kit.ts'
import { scene } from '../scene.ts'
import { assertNoSecretTold } from '../secrets.ts'
import type { ContractCase, Suite } from '../suite.ts'
import { failing } from './vendor.ts'

const TOOL = {
  name: 'get_order',
  description: 'Looks up the status of an order by its number.',
  input: {
    type: 'object',
    properties: { number: { type: 'string', description: 'Order number' } },
    required: ['number'],
    additionalProperties: false,
  },
}

const OUTPUT = {
  name: 'language',
  schema: {
    type: 'object',
    properties: { language: { type: 'string', description: 'ISO 639-1 code of the language' } },
    required: ['language'],
    additionalProperties: false,
  },
}

const STOPS = ['end', 'tool', 'length', 'filter', 'refusal']

/** `vendor` is null for a model that runs here and calls nobody. */
export function modelCases(suite: Suite, vendor: VendorKit | null, kit: ModelKit): ContractCase[] {
  const healthy: Script = vendor?.healthy ?? (() => 'no_connection')
  return [
    ...answerCases(suite, healthy, kit),
    ...numberCases(suite, healthy),
    ...(vendor ? busyCases(suite, vendor, kit) : []),
  ]
}

function answerCases({ kit }: Suite, healthy: Script, { conversation }: ModelKit): ContractCase[] {
  return [
    {
      title: 'an answer comes with what it used, and its parts make the whole',
      async run() {
        const { context, implementation } = await scene(kit, healthy)
        const plain = await implementation.model!.respond(context, conversation)
        assertAnswer(plain)
        const heard: string[] = []
        const onText = (text: string) => void heard.push(text)
        const streamed = await implementation.model!.respond(context, conversation, { onText })
        assertAnswer(streamed)
        if (heard.length > 0)
          assert.equal(heard.join(''), streamed.text, 'the parts told to onText should make the whole')
        assertNoSecretTold(kit, context, null, 'respond()')
      },
    },
    {
      title: 'an answer of a given schema comes as JSON',
      async run() {
        const { context, implementation } = await scene(kit, healthy)
        const { output } = await implementation.model!.respond(context, conversation, { output: OUTPUT })
        assert.equal(
          typeof (output as { language?: unknown } | null)?.language,
          'string',
          'output should fit the schema'
        )
      },
    },
    {
      title: 'a tool is asked for, and its result goes back',
      async run() {
        const { context, implementation } = await scene(kit, healthy)
        if (!(await implementation.model!.capabilities(context)).tools) return
        const asked: ModelTurn[] = [{ role: 'user', text: 'What is the status of order number 1042?' }]
        const answer = await implementation.model!.respond(context, asked, { tools: [TOOL] })
        const [call] = answer.toolCalls
        assert.equal(call?.name, TOOL.name, 'the tool should be asked for by its name')
        assert.equal(answer.stop, 'tool')
        const { text, toolCalls, opaque } = answer
        const result: ModelTurn = { role: 'tool', toolCallId: call.id, name: call.name, text: '{"status":"shipped"}' }
        assertAnswer(
          await implementation.model!.respond(context, [
            ...asked,
            { role: 'assistant', text, toolCalls, opaque },
            result,
          ])
        )
      },
    },
  ]
}

function numberCases({ kit }: Suite, healthy: Script): ContractCase[] {
  return [
    {
      title: 'models are listed, and the default ones are said',
      async run() {
        const { context, implementation } = await scene(kit, healthy)
        const listed = await implementation.model!.models(context)
        assert.ok(listed.length > 0 && listed.every(({ id }) => id.length > 0), 'models() should name at least one')
        const { models } = await implementation.model!.capabilities(context)
        assert.ok(models.chat, 'capabilities() should name the model that answers')
      },
    },
    {
      title: 'embeddings are one per text, and of length 1',
      async run() {
        const { context, implementation } = await scene(kit, healthy)
        if (!implementation.model!.embed) return
        const { vectors } = await implementation.model!.embed(context, ['Where is my order?', 'Dov’è il mio ordine?'])
        assert.equal(vectors.length, 2)
        for (const vector of vectors)
          assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-6, 'a vector should have length 1')
      },
    },
  ]
}

function busyCases({ kit }: Suite, vendor: VendorKit, { conversation }: ModelKit): ContractCase[] {
  return [
    {
      title: 'a model that is too busy says how long to wait',
      async run() {
        const { context, implementation } = await scene(
          kit,
          failing(vendor, () => vendor.rateLimited())
        )
        const error = await vendorErrorOf(implementation.model!.respond(context, conversation), 'respond()')
        assert.equal(error.code, 'E_RATE_LIMITED')
        assertNoSecretTold(kit, context, error, 'respond()')
      },
    },
    {
      title: 'a model that falls silent is of the closed set',
      async run() {
        const { context, implementation } = await scene(
          kit,
          failing(vendor, () => 'silence')
        )
        const error = await vendorErrorOf(implementation.model!.respond(context, conversation), 'respond()')
        assert.ok(['E_TEMPORARY', 'E_OUTCOME_UNKNOWN'].includes(error.code), `is ${error.code}`)
      },
    },
  ]
}

function assertAnswer({ text, toolCalls, stop, usage, model }: ModelAnswer) {
  assert.ok(text.length > 0 || toolCalls.length > 0, 'respond() should answer a text or call a tool')
  assert.ok(STOPS.includes(stop), `stop should be one of ${STOPS.join(', ')}, and is ${stop}`)
  for (const count of [usage.input, usage.output, usage.cached])
    assert.ok(Number.isSafeInteger(count) && count >= 0, 'usage should be counted')
  assert.ok(usage.cached <= usage.input, 'what was cached is among the input')
  assert.ok(model.length > 0, 'the answer should name its model')
}
