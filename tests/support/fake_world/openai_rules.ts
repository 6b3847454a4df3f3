import { refused } from './openai_shapes.ts'
import type { Asked } from './openai_shapes.ts'
import type { FakeAnswer } from './server.ts'

type Body = Record<string, unknown>

export type Read = { asked: Asked } | { refusal: FakeAnswer }

const NAME = /^[\w-]{1,64}$/

const list = (value: unknown): Body[] => (Array.isArray(value) ? (value as Body[]) : [])
const record = (value: unknown): Body | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : null
const bad = (param: string, message: string, code: string | null = null): Read => ({
  refusal: refused(400, code, param, message),
})

/** A body of `POST /v1/responses`, judged as OpenAI judges it. */
export function readResponse(body: Body, reasons: boolean): Read {
  const input = typeof body.input === 'string' ? [{ role: 'user', content: body.input }] : list(body.input)
  if (input.length === 0) return bad('input', 'Missing required parameter: input.')
  if (Number(body.max_output_tokens ?? 16) < 16)
    return bad('max_output_tokens', 'Expected a value >= 16.', 'integer_below_min_value')
  if (body.reasoning && !reasons) return bad('reasoning.effort', 'Unsupported parameter.', 'unsupported_parameter')

  const calls = new Set(input.filter(({ type }) => type === 'function_call').map((item) => item.call_id))
  const orphan = input.find(({ type, call_id: id }) => type === 'function_call_output' && !calls.has(id))
  if (orphan) return bad('input', 'No tool call found for function call output.')

  const format = record(record(body.text)?.format)
  if (format && format.type === 'json_schema' && !NAME.test(String(format.name)))
    return bad('text.format.name', 'Invalid name.')
  if (format?.strict === true && !isStrict(format.schema))
    return bad('text.format.schema', 'Invalid schema for response_format.', 'invalid_json_schema')
  const tools = list(body.tools)
  const wrong = tools.findIndex((tool) => tool.type !== 'function' || !NAME.test(String(tool.name)))
  if (wrong >= 0) return bad(`tools[${wrong}].name`, 'Missing required parameter.', 'missing_required_parameter')
  const loose = tools.findIndex((tool) => tool.strict === true && !isStrict(tool.parameters))
  if (loose >= 0)
    return bad(`tools[${loose}].parameters`, 'Invalid schema for function.', 'invalid_function_parameters')

  return {
    asked: {
      model: String(body.model),
      system: String(body.instructions ?? ''),
      turns: input.map((item) => ({ role: String(item.role ?? item.type), text: textOf(item.content ?? item.output) })),
      tools: tools.map(({ name }) => String(name)),
      schema: record(format?.schema),
      maxTokens: Number(body.max_output_tokens ?? 4000),
    },
  }
}

/** A body of `POST /v1/chat/completions`. */
export function readCompletion(body: Body): Read {
  const messages = list(body.messages)
  if (messages.length === 0) return bad('messages', 'Missing required parameter: messages.')
  const calls = new Set(messages.flatMap((each) => list(each.tool_calls).map(({ id }) => id)))
  if (messages.some(({ role, tool_call_id: id }) => role === 'tool' && !calls.has(id)))
    return bad('messages', "Messages with role 'tool' must follow a message with 'tool_calls'.")
  const format = record(record(body.response_format)?.json_schema)
  if (format?.strict === true && !isStrict(format.schema))
    return bad('response_format', 'Invalid schema for response_format.', 'invalid_json_schema')
  const tools = list(body.tools).map((tool) => record(tool.function))
  if (tools.some((tool) => !tool || !NAME.test(String(tool.name))))
    return bad('tools[0].function', 'Missing required parameter.', 'missing_required_parameter')

  return {
    asked: {
      model: String(body.model),
      system: messages.flatMap(({ role, content }) => (role === 'system' ? [textOf(content)] : [])).join('\n'),
      turns: messages
        .filter(({ role }) => role !== 'system')
        .map(({ role, content }) => ({ role: String(role), text: textOf(content) })),
      tools: tools.map((tool) => String(tool?.name)),
      schema: record(format?.schema),
      maxTokens: Number(body.max_tokens ?? body.max_completion_tokens ?? 4000),
    },
  }
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  return list(content)
    .map(({ text }) => String(text ?? ''))
    .join('')
}

/** The strict mode's rules: all properties required, no others. */
function isStrict(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isStrict)
  const node = record(schema)
  if (!node) return true
  const names = Object.keys(record(node.properties) ?? {})
  if (node.type === 'object' || names.length > 0) {
    if (node.additionalProperties !== false) return false
    if (names.some((name) => !list(node.required).includes(name as never))) return false
  }
  return Object.values(node).every(isStrict)
}
