import { asObject, asText } from '#sdk/index'
import type { Json } from '#sdk/index'
import { choose } from './choosing.ts'
import { find, kindOf } from './extracting.ts'
import type { Kind } from './extracting.ts'
import { detect } from './languages.ts'
import { sentimentOf } from './sentiment.ts'
import { stems } from './words.ts'

/** A value of the given schema that says what the text says; what cannot be told is null where that is allowed. */
export function shaped(schema: Json, text: string): unknown {
  const confidences = new Map<string, number>()
  const properties = Object.entries(asObject(schema.properties) ?? {})
  const value: Json = {}
  for (const [name, given] of properties) {
    if (isConfidence(name)) continue
    const found = fieldOf({ name, text, ...unwrapped(given) })
    value[name] = found.value
    if (found.confidence !== null) confidences.set(name, found.confidence)
  }
  const least = Math.min(1, ...confidences.values())
  for (const [name] of properties.filter(([each]) => isConfidence(each)))
    value[name] = confidences.get(name.replace(/_?confidence$/i, '')) ?? least
  return value
}

const isConfidence = (name: string): boolean => /confidence$/i.test(name)

/** Nothing in the text spoke for it. */
const GUESS = 0.2

interface Field {
  name: string
  text: string
  schema: Json
  nullable: boolean
}

interface Found {
  value: unknown
  /** Null where it is not a matter of choice. */
  confidence: number | null
}

function fieldOf(field: Field): Found {
  const { name, text, schema } = field
  const choices = Array.isArray(schema.enum) ? schema.enum.filter((each) => typeof each === 'string') : []
  if (choices.includes('positive') && choices.includes('negative')) {
    const { sentiment, confidence } = sentimentOf(text)
    return { value: choices.includes(sentiment) ? sentiment : choices[0], confidence }
  }
  if (choices.length > 0) {
    const chosen = choose(text, choices, asText(schema.description) ?? '')
    return field.nullable && chosen.confidence <= GUESS ? { value: null, confidence: null } : chosen
  }
  if (/^lang(uage)?$|lingua/i.test(name)) return { value: detect(text).language, confidence: null }
  return { value: valueOf(field), confidence: null }
}

function valueOf({ name, text, schema, nullable }: Field): unknown {
  switch (schema.type) {
    case 'object':
      return shaped(schema, text)
    case 'array':
      return listOf(name, schema, text)
    case 'boolean':
      return saysSo(`${name} ${asText(schema.description) ?? ''}`, text) || (nullable ? null : false)
    case 'integer':
    case 'number': {
      const kind = kindOf(name, schema)
      const found = find(kind === 'amount' || kind === 'order' ? kind : 'number', text)
      const number = found === null ? Number.NaN : Number(found)
      const isFit = Number.isFinite(number) && (schema.type === 'number' || Number.isInteger(number))
      return isFit ? number : nullable ? null : 0
    }
    default:
      return textOf(name, schema, text) ?? (nullable ? null : '')
  }
}

function textOf(name: string, schema: Json, text: string): string | null {
  const kind: Kind | null = kindOf(name, schema)
  if (kind) return find(kind, text)
  return /summary|riassunto|reason|motivo/i.test(name) ? firstSentence(text) : null
}

const firstSentence = (text: string): string =>
  (/^[\s\S]{1,200}?[.!?](?=\s|$)/.exec(text.trim())?.[0] ?? text.trim()).slice(0, 200)

/** One of each, since a text rarely names two phones. */
function listOf(name: string, schema: Json, text: string): unknown[] {
  const items = unwrapped(schema.items)
  const found = fieldOf({ name: name.replace(/s$/, ''), text, ...items, nullable: true }).value
  return found === null || found === '' ? [] : [found]
}

/** More than half of the words that ask are in the text. */
function saysSo(question: string, text: string): boolean {
  const asked = new Set(stems(question.replace(/_/g, ' ')))
  const said = new Set(stems(text))
  return asked.size > 0 && [...asked].filter((word) => said.has(word)).length / asked.size >= 0.5
}

/** A union with null, in either of the two ways it is written. */
function unwrapped(given: unknown): { schema: Json; nullable: boolean } {
  const schema = asObject(given) ?? {}
  const choices = Array.isArray(schema.anyOf) ? schema.anyOf.map((each) => asObject(each) ?? {}) : []
  const other = choices.find(({ type }) => type !== 'null')
  if (other) return { schema: { description: schema.description, ...other }, nullable: choices.length > 1 }
  if (!Array.isArray(schema.type)) return { schema, nullable: false }
  const types = schema.type.filter((type) => type !== 'null')
  return { schema: { ...schema, type: types[0] }, nullable: types.length < schema.type.length }
}
