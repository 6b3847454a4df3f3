import { SchemaField } from './schema_field.tsx'
import type { Hint, JsonSchema, Values } from './schema.ts'

type SchemaFormProps = {
  schema: JsonSchema
  hints?: Record<string, Hint>
  values: Values
  /** One sentence per field. */
  errors?: Record<string, string | undefined>
  disabled?: boolean
  onChange: (values: Values) => void
}

/** The fields of a JSON Schema, drawn inside the page's own <form>: connection settings, step settings. */
export function SchemaForm({ schema, hints = {}, values, errors = {}, disabled, onChange }: SchemaFormProps) {
  const fields = Object.entries(schema.properties ?? {}).filter(([name]) => !hints[name]?.hidden)
  return (
    <div className="st-stack">
      {fields.map(([name, field]) => (
        <SchemaField
          key={name}
          name={name}
          schema={field}
          hint={hints[name]}
          required={schema.required?.includes(name) ?? false}
          value={values[name]}
          error={errors[name]}
          disabled={disabled}
          onChange={(value) => onChange({ ...values, [name]: value })}
        />
      ))}
    </div>
  )
}
