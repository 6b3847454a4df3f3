import { Link } from '@inertiajs/react'
import { Pips } from '~/components/chain/pips'
import type { HopState } from '~/components/chain/types'
import { Money } from '~/ui/money'
import { Time } from '~/ui/time'
import classes from './activity.module.css'

export type Activity = {
  id: string
  at: number
  who: string
  what: string
  detail?: string
  tone?: 'bad'
  href?: string
  /** The nine states of its chain. */
  states: HopState[]
  amount?: { minor: number; currency: string } | null
  /** Said after the amount: "in cart". An amount without it is money earned, and bold. */
  amountNote?: string
}

function Row({ entry: { at, who, what, detail, tone, href, states, amount, amountNote } }: { entry: Activity }) {
  const line = (
    <>
      <b>{who}</b> · {what}
    </>
  )
  return (
    <li className={classes.row}>
      <span className={classes.when}>
        <Time at={at} />
      </span>
      <span className={classes.pips}>
        <Pips states={states} />
      </span>
      <div className={classes.words}>
        <div className={classes.line}>{href ? <Link href={href}>{line}</Link> : line}</div>
        {detail && (
          <div className={classes.detail} data-tone={tone}>
            {detail}
          </div>
        )}
      </div>
      {amount && (
        <span className={classes.end} data-strong={!amountNote || undefined}>
          <Money {...amount} strong={!amountNote} /> {amountNote}
        </span>
      )}
    </li>
  )
}

/** What went on, each with its chain at rest. */
export function ActivityList({ entries }: { entries: Activity[] }) {
  return (
    <ul className={classes.list}>
      {entries.map((entry) => (
        <Row key={entry.id} entry={entry} />
      ))}
    </ul>
  )
}
