import { dayOfYear, number } from '~/hooks/format'
import { useT } from '~/hooks/use_t'
import { Money } from '~/ui/money'
import type { Amount, CustomField } from './types.ts'

const isAmount = (value: unknown): value is Amount => typeof value === 'object' && value !== null && 'amount' in value

/** A field's value as its type is read. */
export function FieldWords({ field: { type, value } }: { field: CustomField }) {
  const { t } = useT()
  if (value === null) return <>–</>
  if (isAmount(value)) return <Money minor={value.amount} currency={value.currency} />
  if (type === 'boolean') return <>{t(value ? 'console.yes' : 'console.no')}</>
  if (type === 'number') return <>{number(Number(value))}</>
  // A date has no zone: noon keeps it the same day everywhere.
  if (type === 'date') return <>{dayOfYear(Date.parse(`${String(value)}T12:00:00Z`))}</>
  return <>{String(value)}</>
}
