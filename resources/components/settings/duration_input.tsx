import { Group, NumberInput, Select } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useT } from '~/hooks/use_t'

const UNITS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const
type Unit = keyof typeof UNITS

const largestUnit = (milliseconds: number): Unit =>
  (['days', 'hours'] as const).find((unit) => milliseconds > 0 && milliseconds % UNITS[unit] === 0) ?? 'minutes'

type DurationInputProps = {
  label: ReactNode
  description?: ReactNode
  /** Milliseconds. */
  value: number
  error?: string
  disabled?: boolean
  onChange: (milliseconds: number) => void
}

/** A stretch of time in the unit a person would say it in. */
export function DurationInput({ label, description, value, error, disabled, onChange }: DurationInputProps) {
  const { t } = useT()
  const [unit, setUnit] = useState<Unit>(() => largestUnit(value))
  const count = value / UNITS[unit]
  return (
    <Group align="flex-end" gap={8} wrap="nowrap">
      <NumberInput
        style={{ flex: 1 }}
        label={label}
        description={description}
        min={0}
        value={count}
        error={error}
        disabled={disabled}
        onChange={(next) => onChange(Math.round(Number(next) * UNITS[unit]))}
      />
      <Select
        w={120}
        aria-label={t('settings.unit')}
        data={(Object.keys(UNITS) as Unit[]).map((key) => ({ value: key, label: t(`settings.unit_${key}`) }))}
        value={unit}
        disabled={disabled}
        allowDeselect={false}
        onChange={(next) => {
          const chosen = (next ?? unit) as Unit
          setUnit(chosen)
          onChange(Math.round(count * UNITS[chosen]))
        }}
      />
    </Group>
  )
}
