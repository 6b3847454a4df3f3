import { SchemaForm } from '~/ui/schema_form'
import type { Hint, JsonSchema } from '~/ui/schema'
import type { FieldValues, JsonObject } from './types.ts'

/** Hints that a connector gives in its schema (see the SDK's schema.ts). */
type Hinted = JsonSchema & {
  'x-secret'?: boolean
  'x-multiline'?: boolean
  'x-placeholder'?: string
  'x-options-labels'?: Record<string, string>
  'x-path'?: boolean | string
}

function hintOf(schema: Hinted, kept: boolean): Hint {
  const labels = schema['x-options-labels']
  return {
    ...(schema['x-secret'] && { control: 'secret' as const, kept }),
    ...(schema['x-multiline'] && { control: 'textarea' as const }),
    ...(schema['x-placeholder'] && { placeholder: schema['x-placeholder'] }),
    // Chosen from a request that came, under Mapping.
    ...(schema['x-path'] && { hidden: true }),
    ...(labels && { options: Object.entries(labels).map(([value, label]) => ({ value, label })) }),
  }
}

/** Errors of one half of the form: `credentials.apiKey` belongs to `apiKey`. */
function errorsOf(errors: Record<string, string | undefined>, half: string, schema: JsonSchema) {
  const names = Object.keys(schema.properties ?? {})
  return Object.fromEntries(names.map((name) => [name, errors[`${half}.${name}`] ?? errors[name]]))
}

type HalfProps = {
  half: 'credentials' | 'settings' | 'app'
  schema: JsonObject
  values: FieldValues
  kept?: string[]
  errors: Record<string, string | undefined>
  onChange: (values: FieldValues) => void
}

export function FormHalf({ half, schema: given, values, kept = [], errors, onChange }: HalfProps) {
  const schema: JsonSchema = given
  const fields = Object.entries((schema.properties ?? {}) as Record<string, Hinted>)
  const hints = Object.fromEntries(fields.map(([name, field]) => [name, hintOf(field, kept.includes(name))]))
  return (
    <SchemaForm
      schema={schema}
      hints={hints}
      values={values}
      errors={errorsOf(errors, half, schema)}
      onChange={(next) => onChange(next as FieldValues)}
    />
  )
}
