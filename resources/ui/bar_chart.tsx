import { compact } from '~/hooks/format'
import classes from './bar_chart.module.css'

export type Bar = {
  label: string
  value: number
  /** The number on the bar; short by default. */
  number?: string
  /** The number in full, for the tooltip and screen readers. */
  full?: string
  /** Drawn in the accent: today, the chosen one. */
  current?: boolean
}

/** Bars that carry their numbers: nothing has to be read off an axis. */
export function BarChart({ bars, title }: { bars: Bar[]; title: string }) {
  const top = Math.max(1, ...bars.map((bar) => bar.value))
  return (
    <div className={classes.box}>
      <ol className={`${classes.bars} ${bars.length > 8 ? classes.thin : ''}`} aria-label={title}>
        {bars.map(({ label, value, number = compact(value), full = number, current = false }, i) => (
          <li
            key={`${label}${i}`}
            className={`${classes.column} ${current ? classes.current : ''}`}
            title={`${label}: ${full}`}
            aria-label={`${label}: ${full}`}
          >
            <div className={classes.space} aria-hidden>
              <span className={classes.number}>{number}</span>
              <div className={classes.bar} style={{ height: `${(value / top) * 84}%` }} />
            </div>
            <span className={classes.label} aria-hidden>
              {label}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}
