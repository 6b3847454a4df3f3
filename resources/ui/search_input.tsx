import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useQuery } from '~/hooks/use_query'
import { useT } from '~/hooks/use_t'

type SearchInputProps = { placeholder: string; name?: string; width?: number | string }

/** Searches while typing: the words stand in the URL as `?q=`, and paging starts again. */
export function SearchInput({ placeholder, name = 'q', width = 220 }: SearchInputProps) {
  const { t } = useT()
  const query = useQuery()
  const [words, setWords] = useState(query.get(name))
  const visit = useDebouncedCallback((value: string) => query.set({ [name]: value, before: null, after: null }), 250)

  const change = (value: string) => {
    setWords(value)
    visit(value)
  }

  return (
    <TextInput
      type="search"
      value={words}
      onChange={(event) => change(event.currentTarget.value)}
      placeholder={placeholder}
      aria-label={placeholder}
      leftSection={<IconSearch size={15} stroke={1.6} aria-hidden />}
      rightSection={words && <CloseButton size="sm" aria-label={t('console.clear')} onClick={() => change('')} />}
      w={{ base: '100%', xs: width }}
      styles={{ wrapper: { '--input-height': '32px', '--input-fz': '13px' } }}
    />
  )
}
