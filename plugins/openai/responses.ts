import type OpenAI from 'openai'
import { asObject, asText, Temporary } from '#sdk/index'
import type { Context, ModelAnswer, ModelStop, ModelToolCall, ModelTurn } from '#sdk/index'
import { serverName, withClient } from './client.ts'
import { failureOfCode } from './failures.ts'
import { argumentsIn, isStrict, jsonIn, stopOf, usage } from './wanted.ts'
import type { Wanted } from './wanted.ts'

type Body = OpenAI.Responses.ResponseCreateParamsNonStreaming
type Item = OpenAI.Responses.ResponseInputItem
type Answer = OpenAI.Responses.Response

/** The Responses API: https://platform.openai.com/docs/api-reference/responses/create */
export async function respondByResponses(
  context: Context,
  conversation: ModelTurn[],
  wanted: Wanted
): Promise<ModelAnswer> {
  const body = bodyOf(context, conversation, wanted)
  const answer = await withClient(context, (client) => read(context, client, body, wanted.onText), wanted.timeout)
  return answerOf(context, answer, wanted)
}

function bodyOf(context: Context, conversation: ModelTurn[], wanted: Wanted): Body {
  const { model, maxTokens, tools = [], toolChoice = 'auto', output, effort, userRef } = wanted
  const instructions = conversation.flatMap((turn) => (turn.role === 'system' ? [turn.text] : [])).join('\n\n')
  return {
    model,
    ...(instructions ? { instructions } : {}),
    input: conversation.flatMap(itemsOf),
    max_output_tokens: maxTokens,
    // Stored for 30 days otherwise.
    store: false,
    // Shared beginnings of prompts are found again by workspace.
    prompt_cache_key: context.workspaceId,
    ...(userRef ? { safety_identifier: userRef } : {}),
    ...(effort ? { reasoning: { effort }, include: ['reasoning.encrypted_content' as const] } : {}),
    ...(output
      ? { text: { format: { type: 'json_schema' as const, ...output, strict: isStrict(output.schema) } } }
      : {}),
    ...(tools.length > 0
      ? {
          tools: tools.map(({ name, description, input }) => ({
            type: 'function' as const,
            name,
            description,
            parameters: input,
            strict: isStrict(input),
          })),
          tool_choice: toolChoice,
          parallel_tool_calls: false,
        }
      : {}),
  }
}

function itemsOf(turn: ModelTurn): Item[] {
  switch (turn.role) {
    case 'system':
      return []
    case 'user':
      return [{ role: 'user', content: [{ type: 'input_text', text: turn.text }] }]
    case 'tool':
      return [{ type: 'function_call_output', call_id: turn.toolCallId, output: turn.text }]
    case 'assistant':
      // With what it thought, in the order it came; or made up from the texts, where another model answered.
      return isOwn(turn.opaque) ? turn.opaque.items : madeUp(turn)
    default:
      return turn satisfies never
  }
}

const KIND = 'openai.responses'
const isOwn = (opaque: unknown): opaque is { kind: string; items: Item[] } => asObject(opaque)?.kind === KIND

const madeUp = ({ text, toolCalls = [] }: Extract<ModelTurn, { role: 'assistant' }>): Item[] => [
  ...(text ? [{ role: 'assistant' as const, content: text }] : []),
  ...toolCalls.map(({ id, name, input }) => ({
    type: 'function_call' as const,
    call_id: id,
    name,
    arguments: JSON.stringify(input),
  })),
]

async function read(context: Context, client: OpenAI, body: Body, onText: Wanted['onText']): Promise<Answer> {
  if (!onText) return client.responses.create(body)
  for await (const event of await client.responses.create({ ...body, stream: true })) {
    if (event.type === 'response.output_text.delta') onText(event.delta)
    if (event.type === 'error') throw failureOfCode(event.code, serverName(context))
    if (event.type === 'response.completed' || event.type === 'response.incomplete' || event.type === 'response.failed')
      return event.response
  }
  throw new Temporary(`${serverName(context)} stopped in the middle of its answer`, { vendorCode: 'cut_off' })
}

function answerOf(context: Context, answer: Answer, wanted: Wanted): ModelAnswer {
  if (!Array.isArray(asObject(answer)?.output))
    throw new Temporary(`${serverName(context)} answered in a format that is not its own`, {
      vendorCode: 'not_understood',
    })
  if (answer.status === 'failed') throw failureOfCode(answer.error?.code ?? null, serverName(context))
  const parts = answer.output.flatMap((item) => (item.type === 'message' ? item.content : []))
  const text = parts.flatMap((part) => (part.type === 'output_text' ? [part.text] : [])).join('')
  const refusals = parts.flatMap((part) => (part.type === 'refusal' ? [part.refusal] : []))
  const toolCalls = answer.output.flatMap((item): ModelToolCall[] =>
    item.type === 'function_call' ? [{ id: item.call_id, name: item.name, input: argumentsIn(item.arguments) }] : []
  )
  return {
    text: refusals.length > 0 ? refusals.join('\n') : text,
    output: wanted.output ? jsonIn(text) : null,
    toolCalls,
    stop: stopOf(refusals.length > 0, toolCalls.length, endOf(answer)),
    usage: usage(
      answer.usage?.input_tokens,
      answer.usage?.output_tokens,
      answer.usage?.input_tokens_details?.cached_tokens
    ),
    model: asText(answer.model) ?? wanted.model,
    requestId: asText(answer.id),
    opaque: { kind: KIND, items: answer.output },
  }
}

function endOf({ status, incomplete_details: details }: Answer): ModelStop {
  if (status !== 'incomplete') return 'end'
  return details?.reason === 'content_filter' ? 'filter' : 'length'
}
