import { Link } from '@inertiajs/react'
import { IconChevronDown, type TablerIcon } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { Chain } from '~/components/chain/chain'
import { Pips } from '~/components/chain/pips'
import { useT } from '~/hooks/use_t'
import { Money } from '~/ui/money'
import { Time } from '~/ui/time'
import type { TimelineEntry } from './types.ts'
import classes from './timeline.module.css'

type TimelineItemProps = { entry: TimelineEntry; icon: TablerIcon; opened: boolean }

export function TimelineItem({ entry, icon: Icon, opened }: TimelineItemProps) {
  const { t } = useT()
  const id = useId()
  const [open, setOpen] = useState(opened)
  const { at, title, detail, tone, href, amount, hops } = entry

  return (
    <li className={classes.item}>
      <span className={classes.when}>
        <Time at={at} />
      </span>
      <Icon size={16} stroke={1.6} className={classes.icon} aria-hidden />
      <div>
        <span className={classes.title}>{href ? <Link href={href}>{title}</Link> : title}</span>
        {detail && (
          <div className={classes.detail} data-tone={tone}>
            {detail}
          </div>
        )}
      </div>
      <span className={classes.end}>
        {hops && !open && <Pips hops={hops} />}
        {amount && <Money {...amount} strong />}
        {hops && (
          <button
            type="button"
            className={classes.toggle}
            aria-expanded={open}
            aria-controls={id}
            aria-label={t('console.show_chain', { title })}
            onClick={() => setOpen(!open)}
          >
            <IconChevronDown size={16} aria-hidden />
          </button>
        )}
      </span>
      {hops && open && (
        <div id={id} className={classes.chain}>
          <Chain hops={hops} />
        </div>
      )}
    </li>
  )
}
