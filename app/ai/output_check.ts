type Schema = Record<string, unknown>

/**
 * What is wrong with a value by a schema, in words a model understands; null when nothing is. Knows what our own schemas
 * use: types, enums, properties, items, unions.
 */
export function problemOf(value: unknown, schema: Schema, at = 'the answer'): string | null {
  const types = Array.isArray(schema.type) ? schema.type : schema.type === undefined ? [] : [schema.type]
  if (types.length > 0 && !types.some((type) => isOf(String(type), value)))
    return `${at} should be ${types.join(' or ')}, and is ${nameOf(value)}`
  if (Array.isArray(schema.enum) && !schema.enum.includes(value))
    return `${at} should be one of ${schema.enum.map(String).join(', ')}`
  return problemOfNumber(value, schema, at) ?? problemOfParts(value, schema, at)
}

function problemOfNumber(value: unknown, { minimum, maximum }: Schema, at: string): string | null {
  if (typeof value !== 'number') return null
  if (typeof minimum === 'number' && value < minimum) return `${at} should be at least ${minimum}`
  return typeof maximum === 'number' && value > maximum ? `${at} should be at most ${maximum}` : null
}

function problemOfParts(value: unknown, schema: Schema, at: string): string | null {
  if (Array.isArray(value)) {
    const items = schema.items as Schema | undefined
    return items ? first(value.map((each, index) => problemOf(each, items, `${at}[${index}]`))) : null
  }
  if (typeof value !== 'object' || value === null) return null
  const properties = (schema.properties ?? {}) as Record<string, Schema>
  const missing = ((schema.required ?? []) as string[]).find((name) => !Object.hasOwn(value, name))
  if (missing) return `${missing} is missing`
  return first(
    Object.entries(value).map(([name, each]) => {
      if (Object.hasOwn(properties, name)) return problemOf(each, properties[name], name)
      return schema.additionalProperties === false ? `${name} is not asked for` : null
    })
  )
}

const first = (problems: (string | null)[]): string | null => problems.find((problem) => problem !== null) ?? null

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case 'null':
      return value === null
    case 'array':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'integer':
      return Number.isInteger(value)
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
    default:
      return typeof value === type
  }
}

const nameOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)
