import { router } from '@inertiajs/react'
import { Select } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useT } from '~/hooks/use_t'
import type { Somebody } from './types.ts'

type PersonSelectProps = {
  people: Somebody[]
  value: string
  error?: string
  onChange: (id: string) => void
}

const nameOf = ({ name, phone }: Somebody) => (phone && phone !== name ? `${name} · ${phone}` : name)

/** Looks people up on the server while one types. */
export function PersonSelect({ people, value, error, onChange }: PersonSelectProps) {
  const { t } = useT()
  const chosen = people.find(({ id }) => id === value)
  const look = useDebouncedCallback((who: string) => {
    // Choosing somebody writes their name into the field: that is no question.
    if (chosen && who === nameOf(chosen)) return
    router.reload({ only: ['people'], data: { who }, preserveUrl: true })
  }, 250)
  return (
    <Select
      label={t('payments.contact')}
      description={t('payments.ask_who_help')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      data={people.map((person) => ({ value: person.id, label: nameOf(person) }))}
      value={value || null}
      error={error}
      onChange={(id) => onChange(id ?? '')}
      onSearchChange={look}
      filter={({ options }) => options}
      nothingFoundMessage={t('payments.ask_nobody')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('console.clear') }}
    />
  )
}
