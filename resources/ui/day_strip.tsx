import { Tooltip } from '@mantine/core'
import type { Tone } from './mark.tsx'
import classes from './day_strip.module.css'

export type DayCell = { label: string; tone: Tone; word: string }

const fill = (tone: Tone) =>
  tone === 'ok' ? 'color-mix(in srgb, var(--st-ok) 75%, var(--st-surface))' : `var(--st-${tone})`

/** One cell a day, the newest at the right; every cell says its day and state in words. */
export function DayStrip({ days, title, note }: { days: DayCell[]; title: string; note?: string }) {
  return (
    <div style={{ flex: '1 1 240px', maxWidth: 360 }}>
      <div className={classes.top}>
        <span>{title}</span>
        {note !== undefined && <span>{note}</span>}
      </div>
      <ol className={classes.strip} aria-label={title}>
        {days.map(({ label, tone, word }) => (
          <Tooltip key={label} label={`${label}: ${word}`}>
            <li
              className={classes.cell}
              style={{ background: tone === 'idle' ? 'var(--st-border)' : fill(tone) }}
              aria-label={`${label}: ${word}`}
            />
          </Tooltip>
        ))}
      </ol>
    </div>
  )
}
