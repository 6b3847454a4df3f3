import { NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useT } from '~/hooks/use_t'
import { controlOf, labelOf, type Hint, type JsonSchema } from './schema.ts'
import { SecretInput } from './secret_input.tsx'

type SchemaFieldProps = {
  name: string
  schema: JsonSchema
  hint?: Hint
  required: boolean
  value: unknown
  error?: string
  disabled?: boolean
  onChange: (value: unknown) => void
}

const asText = (value: unknown) => (value === undefined || value === null ? '' : String(value))
const asList = (value: unknown) => (Array.isArray(value) ? value.map(String) : [])
const numberOrNone = (value: string | number) => (value === '' ? undefined : Number(value))

function optionsOf(schema: JsonSchema, hint: Hint) {
  return hint.options ?? (schema.enum ?? []).map((value) => ({ value: String(value), label: String(value) }))
}

export function SchemaField({ name, schema, hint = {}, required, value, error, disabled, onChange }: SchemaFieldProps) {
  const { t } = useT()
  const shared = {
    name,
    label: labelOf(name, schema, hint),
    description: hint.help ?? schema.description,
    placeholder: hint.placeholder ?? (schema.examples?.[0] === undefined ? undefined : String(schema.examples[0])),
    error,
    disabled,
    required,
  }
  const field = { ...shared, withAsterisk: false }

  switch (controlOf(schema, hint)) {
    case 'secret':
      return (
        <SecretInput
          {...field}
          placeholder={hint.kept ? t('console.secret_kept') : shared.placeholder}
          required={required && !hint.kept}
          value={asText(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
          autoComplete="off"
        />
      )
    case 'textarea':
      return (
        <Textarea
          {...field}
          autosize
          minRows={3}
          value={asText(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'select':
      return (
        <Select
          {...field}
          data={optionsOf(schema, hint)}
          value={value === undefined || value === null ? null : String(value)}
          onChange={(chosen) => onChange(chosen ?? undefined)}
          clearable={!required}
          allowDeselect={!required}
        />
      )
    case 'boolean':
      return (
        <Switch
          {...shared}
          required={false}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    case 'number':
      return (
        <NumberInput
          {...field}
          min={schema.minimum}
          max={schema.maximum}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(numberOrNone(next))}
        />
      )
    case 'list':
      return (
        <TagsInput
          {...field}
          required={false}
          data={schema.items?.enum?.map(String)}
          value={asList(value)}
          onChange={onChange}
        />
      )
    case 'text':
      return <TextInput {...field} value={asText(value)} onChange={(event) => onChange(event.currentTarget.value)} />
  }
}
