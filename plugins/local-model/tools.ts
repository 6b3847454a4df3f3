import { asObject, asText } from '#sdk/index'
import type { ModelRequest, ModelTool, ModelToolCall } from '#sdk/index'
import { shaped } from './shaping.ts'
import { stems } from './words.ts'

/** The tool whose name and explanation share most words with the text, if its arguments can be found there. */
export function toolFor(text: string, { tools = [], toolChoice = 'auto' }: ModelRequest): ModelToolCall | null {
  if (toolChoice === 'none') return null
  const said = new Set(stems(text))
  const fitting = tools
    .map((tool) => ({ tool, shared: sharedWith(said, tool), input: shaped(tool.input, text) }))
    .filter(({ tool, input }) => isWhole(tool, input))
    .sort((a, b) => b.shared - a.shared)
  const [best] = fitting
  if (!best || (toolChoice === 'auto' && best.shared < 2)) return null
  return { id: `call_${best.tool.name}`, name: best.tool.name, input: best.input }
}

const sharedWith = (said: Set<string>, { name, description }: ModelTool): number =>
  new Set(stems(`${name.replace(/_/g, ' ')} ${description}`).filter((word) => said.has(word))).size

function isWhole({ input: schema }: ModelTool, input: unknown): boolean {
  const required = Array.isArray(schema.required) ? schema.required.map(String) : []
  const value = asObject(input) ?? {}
  return required.every((name) => value[name] !== '' && value[name] !== undefined && (asText(name) ?? '') !== '')
}
