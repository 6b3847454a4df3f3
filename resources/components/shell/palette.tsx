import { router } from '@inertiajs/react'
import { Kbd, Modal } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useId, useState, type KeyboardEvent } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { PaletteList } from './palette_list.tsx'
import { usePaletteEntries, type Entry } from './palette_entries.ts'
import classes from './palette.module.css'

function Keys() {
  const { t } = useT()
  return (
    <>
      <span className={classes.keys}>
        <Kbd>↑</Kbd> <Kbd>↓</Kbd> {t('nav.palette.move')}
      </span>
      <span className={classes.keys}>
        <Kbd>↵</Kbd> {t('nav.palette.open')}
      </span>
      <span className={classes.keys}>
        <Kbd>Esc</Kbd> {t('nav.palette.close')}
      </span>
    </>
  )
}

function PaletteBody({ onClose }: { onClose: () => void }) {
  const { t } = useT()
  const { workspace } = useShared()
  const list = useId()
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  const { groups, busy } = usePaletteEntries(words)
  const entries = groups.flatMap((group) => group.entries)
  const chosen = entries[Math.min(at, entries.length - 1)]

  const act = (entry: Entry | undefined) => {
    if (!entry) return
    onClose()
    if (entry.run) entry.run()
    else if (entry.href) router.visit(entry.href)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setAt((now) => (now + step + entries.length) % Math.max(1, entries.length))
    else if (event.key === 'Enter') act(chosen)
    else return
    event.preventDefault()
  }

  return (
    <>
      <div className={classes.head}>
        <IconSearch size={18} stroke={1.7} color="var(--st-text-2)" aria-hidden />
        <input
          className={classes.input}
          data-autofocus
          role="combobox"
          aria-expanded={entries.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={chosen && `${list}-${chosen.id}`}
          aria-label={t('nav.palette.title')}
          placeholder={t('nav.search')}
          value={words}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setWords(event.currentTarget.value)
            setAt(0)
          }}
        />
        {workspace && <span className={classes.scope}>{t('nav.palette.scope', { name: workspace.name })}</span>}
      </div>
      <PaletteList
        id={list}
        groups={groups}
        chosen={chosen?.id}
        busy={busy}
        words={words}
        onPick={act}
        onPoint={(entry) => setAt(entries.indexOf(entry))}
      />
      <div className={classes.foot}>
        <Keys />
        <span>{t('nav.palette.hint')}</span>
      </div>
    </>
  )
}

/** Ctrl K: go anywhere, find anything by id, phone, order number or name. */
export function Palette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useT()
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size={640}
      padding={0}
      yOffset="12dvh"
      transitionProps={{ duration: 80 }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={t('nav.palette.title')}>
        <Modal.Body>
          <PaletteBody onClose={onClose} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
