import { useEffect, useRef } from 'react'
import { useT } from '~/hooks/use_t'
import type { Entry, EntryGroup } from './palette_entries.ts'
import classes from './palette.module.css'

type PaletteListProps = {
  id: string
  groups: EntryGroup[]
  chosen: string | undefined
  busy: boolean
  words: string
  onPick: (entry: Entry) => void
  onPoint: (entry: Entry) => void
}

function Option({
  id,
  entry,
  chosen,
  onPick,
  onPoint,
}: {
  id: string
  entry: Entry
  chosen: boolean
  onPick: () => void
  onPoint: () => void
}) {
  const { title, subtitle, icon: Icon } = entry
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (chosen) box.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <div
      ref={box}
      id={id}
      role="option"
      aria-selected={chosen}
      className={classes.option}
      onClick={onPick}
      onMouseMove={onPoint}
    >
      <Icon size={17} stroke={1.6} aria-hidden />
      <span className={classes.title}>{title}</span>
      {subtitle && <span className={classes.subtitle}>{subtitle}</span>}
    </div>
  )
}

export function PaletteList({ id, groups, chosen, busy, words, onPick, onPoint }: PaletteListProps) {
  const { t } = useT()
  // A list may hold nothing but its options, so the sentence that there are none takes its place.
  if (groups.length === 0)
    return (
      <div id={id} className={classes.none} role="status">
        {t(busy ? 'console.loading' : 'nav.palette.none', { words })}
      </div>
    )
  return (
    <div id={id} role="listbox" className={classes.list} aria-label={t('nav.palette.results')} aria-busy={busy}>
      {groups.map(({ key, label, entries }) => (
        <div key={key} role="group" aria-label={label}>
          <div className={classes.group} aria-hidden>
            {label}
          </div>
          {entries.map((entry) => (
            <Option
              key={entry.id}
              id={`${id}-${entry.id}`}
              entry={entry}
              chosen={entry.id === chosen}
              onPick={() => onPick(entry)}
              onPoint={() => entry.id !== chosen && onPoint(entry)}
            />
          ))}
        </div>
      ))}
    </div>
  )
}
