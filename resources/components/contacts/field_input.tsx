import { NumberInput, Select, TextInput } from '@mantine/core'
import { useT } from '~/hooks/use_t'
import type { CustomField, FieldValue } from './types.ts'

type FieldInputProps = { field: CustomField; value: FieldValue; error?: string; onChange: (value: FieldValue) => void }

const decimalsOf = (currency: string) =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

function AmountInput({ field, value, error, onChange }: FieldInputProps) {
  const currency = field.currency ?? 'EUR'
  const factor = 10 ** decimalsOf(currency)
  const shown = typeof value === 'object' && value !== null ? value.amount / factor : ''
  return (
    <NumberInput
      label={`${field.title} (${currency})`}
      value={shown}
      error={error}
      decimalScale={decimalsOf(currency)}
      onChange={(next) => onChange(next === '' ? null : { amount: Math.round(Number(next) * factor), currency })}
    />
  )
}

/** The control that fits a custom field's type; an empty one clears the value. */
export function FieldInput(props: FieldInputProps) {
  const { field, value, error, onChange } = props
  const { t } = useT()
  const text = value === null ? '' : String(value)
  const choices = (
    data: { value: string; label: string }[],
    chosen: string | null,
    set: (next: string | null) => void
  ) => <Select label={field.title} data={data} value={chosen} error={error} clearable onChange={set} />

  if (field.type === 'currency') return <AmountInput {...props} />
  if (field.type === 'number')
    return (
      <NumberInput
        label={field.title}
        value={value === null ? '' : Number(value)}
        error={error}
        onChange={(next) => onChange(next === '' ? null : Number(next))}
      />
    )
  if (field.type === 'list')
    return choices(
      (field.options ?? []).map((option) => ({ value: option, label: option })),
      text || null,
      onChange
    )
  if (field.type === 'boolean') {
    const data = [
      { value: 'true', label: t('console.yes') },
      { value: 'false', label: t('console.no') },
    ]
    return choices(data, text || null, (next) => onChange(next === null ? null : next === 'true'))
  }
  return (
    <TextInput
      type={field.type === 'date' ? 'date' : 'text'}
      label={field.title}
      value={text}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    />
  )
}
