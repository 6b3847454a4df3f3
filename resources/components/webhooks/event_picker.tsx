import { Checkbox, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useT } from '~/hooks/use_t'
import { TextLink } from '~/ui/text_link'
import type { OfferedType } from './types.ts'
import classes from './webhooks.module.css'

type EventPickerProps = {
  types: OfferedType[]
  chosen: string[]
  onChange: (chosen: string[]) => void
  shown: string | null
  onShow: (type: string) => void
  error?: string
}

const covers = (choice: string, type: string) =>
  choice === '*' || choice === type || (choice.endsWith('.*') && type.startsWith(choice.slice(0, -1)))

/** All of them, or any of the list; a look at what each sends. */
export function EventPicker({ types, chosen, onChange, shown, onShow, error }: EventPickerProps) {
  const { t } = useT()
  const [words, setWords] = useState('')
  // Those chosen before stand first, and stay where they are while one chooses.
  const [sorted] = useState(() => {
    const isChosen = ({ type }: OfferedType) => chosen.some((choice) => choice !== '*' && covers(choice, type))
    return [...types.filter(isChosen), ...types.filter((one) => !isChosen(one))]
  })
  const all = chosen.includes('*')
  const sought = words.trim().toLowerCase()
  const found = sorted.filter(({ type, title }) => `${type} ${title ?? ''}`.toLowerCase().includes(sought))

  // A group that the API chose becomes its members as soon as one of them is taken out.
  const toggle = (type: string, on: boolean) => {
    const single = types.map((one) => one.type).filter((one) => chosen.some((choice) => covers(choice, one)))
    onChange(on ? [...chosen.filter((one) => one !== '*'), type] : single.filter((one) => one !== type))
  }

  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
      <legend style={{ fontSize: 14, fontWeight: 500, padding: 0, marginBottom: 6 }}>{t('webhooks.events')}</legend>
      <div className="st-stack" style={{ gap: 10 }}>
        <Checkbox
          label={t('webhooks.events_all')}
          description={t('webhooks.events_all_help')}
          checked={all}
          error={error}
          onChange={(event) => onChange(event.currentTarget.checked ? ['*'] : [])}
        />
        <TextInput
          size="xs"
          leftSection={<IconSearch size={14} />}
          aria-label={t('webhooks.search_events')}
          placeholder={t('webhooks.search_events')}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <ul className={classes.types} aria-label={t('webhooks.events')}>
          {found.map(({ type, title }) => (
            <li key={type} className={classes.type} data-shown={type === shown}>
              <Checkbox
                aria-label={type}
                checked={chosen.some((choice) => covers(choice, type))}
                disabled={all}
                onChange={(event) => toggle(type, event.currentTarget.checked)}
              />
              <span className={classes.typeWords}>
                <span className="st-mono">{type}</span>
                {title && <span className={classes.typeTitle}>{title}</span>}
              </span>
              <TextLink onClick={() => onShow(type)}>{t('webhooks.sample')}</TextLink>
            </li>
          ))}
          {found.length === 0 && <li className={classes.type}>{t('webhooks.no_event_found')}</li>}
        </ul>
      </div>
    </fieldset>
  )
}
