import type OpenAI from 'openai'
import { asObject, asText, Temporary } from '#sdk/index'
import type { Context, ModelAnswer, ModelStop, ModelToolCall, ModelTurn } from '#sdk/index'
import { serverName, withClient } from './client.ts'
import { streamed } from './chat_stream.ts'
import { argumentsIn, isStrict, jsonIn, stopOf, usage } from './wanted.ts'
import type { Wanted } from './wanted.ts'

type Body = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming
type Message = OpenAI.Chat.ChatCompletionMessageParam

/**
 * Chat completions, the common denominator of compatible servers. `structured`: whether the server takes a schema; one
 * that does not is told it in words.
 */
export async function respondByChat(
  context: Context,
  conversation: ModelTurn[],
  wanted: Wanted & { structured: boolean }
): Promise<ModelAnswer> {
  const body = bodyOf(conversation, wanted)
  const { onText } = wanted
  const answer = await withClient(
    context,
    (client) => (onText ? streamed(client, body, onText) : client.chat.completions.create(body)),
    wanted.timeout
  )
  return answerOf(context, answer, wanted)
}

function bodyOf(conversation: ModelTurn[], wanted: Wanted & { structured: boolean }): Body {
  const { model, maxTokens, tools = [], toolChoice = 'auto', output, structured, userRef } = wanted
  const inWords = output && !structured ? [schemaInWords(output.schema)] : []
  return {
    model,
    messages: [...conversation.map(messageOf), ...inWords],
    // The newer name, `max_completion_tokens`, is not known to most servers.
    max_tokens: maxTokens,
    ...(userRef ? { user: userRef } : {}),
    ...(output && structured
      ? {
          response_format: {
            type: 'json_schema' as const,
            json_schema: { ...output, strict: isStrict(output.schema) },
          },
        }
      : {}),
    ...(tools.length > 0
      ? {
          tools: tools.map(({ name, description, input }) => ({
            type: 'function' as const,
            function: { name, description, parameters: input },
          })),
          tool_choice: toolChoice,
        }
      : {}),
  }
}

function messageOf(turn: ModelTurn): Message {
  if (turn.role === 'tool') return { role: 'tool', tool_call_id: turn.toolCallId, content: turn.text }
  if (turn.role !== 'assistant') return { role: turn.role, content: turn.text }
  const calls = (turn.toolCalls ?? []).map(({ id, name, input }) => ({
    id,
    type: 'function' as const,
    function: { name, arguments: JSON.stringify(input) },
  }))
  return { role: 'assistant', content: turn.text, ...(calls.length > 0 ? { tool_calls: calls } : {}) }
}

const schemaInWords = (schema: Record<string, unknown>): Message => ({
  role: 'system',
  content: `Answer with JSON only, without any other word. It must match this JSON Schema: ${JSON.stringify(schema)}`,
})

function answerOf(context: Context, answer: OpenAI.Chat.ChatCompletion, wanted: Wanted): ModelAnswer {
  const choice = asObject(answer) ? answer.choices?.[0] : undefined
  if (!choice?.message)
    throw new Temporary(`${serverName(context)} answered in a format that is not its own`, {
      vendorCode: 'not_understood',
    })
  const { content, refusal } = choice.message
  // Some servers say null instead of leaving it out.
  const calls = choice.message.tool_calls ?? []
  const text = content ?? ''
  const toolCalls = calls.flatMap((call): ModelToolCall[] =>
    call.type === 'function'
      ? [{ id: call.id, name: call.function.name, input: argumentsIn(call.function.arguments) }]
      : []
  )
  return {
    text: refusal ?? text,
    output: wanted.output ? jsonIn(text) : null,
    toolCalls,
    stop: stopOf(Boolean(refusal), toolCalls.length, ENDS[choice.finish_reason] ?? 'end'),
    usage: usage(
      answer.usage?.prompt_tokens,
      answer.usage?.completion_tokens,
      answer.usage?.prompt_tokens_details?.cached_tokens
    ),
    model: asText(answer.model) ?? wanted.model,
    requestId: asText(answer.id),
  }
}

const ENDS: Record<string, ModelStop> = { length: 'length', content_filter: 'filter', tool_calls: 'tool' }
