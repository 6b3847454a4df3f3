import { Select } from '@mantine/core'
import {
  IconAbc,
  IconCalendar,
  IconCalendarTime,
  IconCheckbox,
  IconCoin,
  IconHash,
  IconLanguage,
  IconList,
  IconListCheck,
  IconMail,
  IconPhone,
  IconTags,
  IconWorld,
  type TablerIcon,
} from '@tabler/icons-react'
import { useT } from '~/hooks/use_t'
import classes from './crm.module.css'

const ICONS: Record<string, TablerIcon> = {
  text: IconAbc,
  number: IconHash,
  date: IconCalendar,
  datetime: IconCalendarTime,
  boolean: IconCheckbox,
  list: IconList,
  choice: IconList,
  choices: IconListCheck,
  currency: IconCoin,
  phone: IconPhone,
  email: IconMail,
  tags: IconTags,
  language: IconLanguage,
  country: IconWorld,
  timezone: IconWorld,
}

export function TypeIcon({ type }: { type: string }) {
  const Icon = ICONS[type] ?? IconAbc
  return <Icon size={15} stroke={1.6} color="var(--st-text-3)" aria-hidden />
}

export type FieldChoice = { value: string; label: string; type: string; note?: string }

type FieldSelectProps = {
  label: string
  choices: FieldChoice[]
  value: string
  onChange: (value: string) => void
  error?: boolean
  disabled?: boolean
}

/** A field of one side, found by name, with what it holds. A field that is gone keeps its name. */
export function FieldSelect({ label, choices, value, onChange, error, disabled }: FieldSelectProps) {
  const { t, wordOf } = useT()
  const chosen = choices.find((choice) => choice.value === value)
  const known = chosen || value === '' ? choices : [...choices, { value, label: value, type: 'text' }]
  const typeOf = (name: string) => known.find((choice) => choice.value === name)
  return (
    <Select
      size="xs"
      aria-label={label}
      placeholder={t('crm.choose_field')}
      data={known}
      value={value === '' ? null : value}
      onChange={(next) => next !== null && onChange(next)}
      leftSection={<TypeIcon type={chosen?.type ?? 'text'} />}
      renderOption={({ option }) => (
        <span className={classes.option}>
          <TypeIcon type={typeOf(option.value)?.type ?? 'text'} />
          <span>{option.label}</span>
          <span className={classes.optionNote}>
            {typeOf(option.value)?.note ?? wordOf(`crm.type.${typeOf(option.value)?.type ?? 'text'}`)}
          </span>
        </span>
      )}
      nothingFoundMessage={t('crm.no_such_field')}
      allowDeselect={false}
      searchable
      error={error}
      disabled={disabled}
    />
  )
}
