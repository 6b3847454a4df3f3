/** The part of JSON Schema that forms are drawn from. */
export type JsonSchema = {
  type?: string | string[]
  title?: string
  description?: string
  enum?: Array<string | number | boolean>
  default?: unknown
  format?: string
  minimum?: number
  maximum?: number
  maxLength?: number
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  examples?: unknown[]
}

export type Control = 'text' | 'secret' | 'textarea' | 'select' | 'boolean' | 'number' | 'list'

/** What a schema cannot say about a field. */
export type Hint = {
  control?: Control
  label?: string
  help?: string
  placeholder?: string
  options?: Array<{ value: string; label: string }>
  /** A secret that is stored: shown as kept, and left as it is unless replaced. */
  kept?: boolean
  hidden?: boolean
}

export type Values = Record<string, unknown>

const first = (type: JsonSchema['type']) => (Array.isArray(type) ? type.find((name) => name !== 'null') : type)

/** Vine writes a boolean as the list of everything that it takes for one. */
const isYesOrNo = ({ enum: options = [] }: JsonSchema) => options.includes(true) && options.includes(false)

export function controlOf(schema: JsonSchema, hint: Hint = {}): Control {
  if (hint.control) return hint.control
  if (isYesOrNo(schema)) return 'boolean'
  if (hint.options || schema.enum) return 'select'
  if (schema.format === 'password') return 'secret'
  const type = first(schema.type)
  if (type === 'boolean') return 'boolean'
  if (type === 'number' || type === 'integer') return 'number'
  if (type === 'array') return 'list'
  return (schema.maxLength ?? 0) > 500 ? 'textarea' : 'text'
}

const spelled = (name: string) => {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export const labelOf = (name: string, schema: JsonSchema, hint: Hint = {}) =>
  hint.label ?? schema.title ?? spelled(name)

/** The values a new form starts with. */
export function startOf(schema: JsonSchema): Values {
  const fields = Object.entries(schema.properties ?? {})
  return Object.fromEntries(
    fields.filter(([, field]) => field.default !== undefined).map(([name, field]) => [name, field.default])
  )
}
