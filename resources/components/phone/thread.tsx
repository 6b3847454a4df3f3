import type { ReactNode } from 'react'
import { useT } from '~/hooks/use_t'
import { Bubble } from './bubble.tsx'
import { isNote, type BubbleMessage, type MessageButton, type MessageList, type ThreadItem } from './types.ts'
import classes from './thread.module.css'

type ThreadProps = {
  items: ThreadItem[]
  onButton?: (button: MessageButton, message: BubbleMessage) => void
  onList?: (list: MessageList, message: BubbleMessage) => void
  /** Drawn after the last bubble: typing, a chip. */
  children?: ReactNode
}

const turns = (item: ThreadItem, before: ThreadItem | undefined) =>
  before !== undefined && !isNote(item) && !isNote(before) && item.side !== before.side

/** Bubbles and what stands between them, oldest first. Stands on the channel's wallpaper, which its box draws. */
export function Thread({ items, onButton, onList, children }: ThreadProps) {
  const { t } = useT()
  return (
    <ol className={classes.thread} aria-label={t('phone.thread')} aria-live="polite">
      {items.map((item, i) => (
        <li key={item.id} className={classes.item} data-turn={turns(item, items[i - 1]) || undefined}>
          {isNote(item) ? (
            <span className={`${classes.note} ${item.kind === 'note' ? classes.own : ''}`}>{item.text}</span>
          ) : (
            <Bubble message={item} onButton={onButton} onList={onList} />
          )}
        </li>
      ))}
      {children !== undefined && <li className={classes.item}>{children}</li>}
    </ol>
  )
}
