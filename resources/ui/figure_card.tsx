import { Link } from '@inertiajs/react'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { percent } from '~/hooks/format'
import { useT } from '~/hooks/use_t'
import { toneColor, type Tone } from './mark.tsx'
import classes from './figure_card.module.css'

type FigureCardProps = {
  label: string
  value: ReactNode
  note?: ReactNode
  /** Change as a share: 0.23 is drawn as ↑ 23%. */
  trend?: number
  /** For what rises when things get worse. */
  riseIsBad?: boolean
  tone?: Tone
  /** A mark after the figure, a bar or other small thing at the top right. */
  mark?: ReactNode
  aside?: ReactNode
  /** The whole card opens it; the word stands at the top right where there is room. */
  href?: string
  action?: string
}

function Trend({ share, riseIsBad }: { share: number; riseIsBad: boolean }) {
  const Arrow = share < 0 ? IconArrowDown : IconArrowUp
  const tone = share === 0 ? 'idle' : share > 0 === riseIsBad ? 'bad' : 'ok'
  return (
    <span className={classes.trend} style={{ color: toneColor(tone) }}>
      <Arrow size={13} stroke={2.4} aria-hidden /> {percent(Math.abs(share))}
    </span>
  )
}

export function FigureCard(props: FigureCardProps) {
  const { label, value, note, trend, riseIsBad = false, tone, mark, aside, href, action } = props
  const { t } = useT()
  return (
    <section className={classes.card} aria-label={label}>
      <div className={classes.top}>
        <span>{label}</span>
        {aside}
        {href && (
          <Link className={`st-link ${classes.open}`} href={href}>
            <span>{action ?? t('console.open')}</span>
          </Link>
        )}
      </div>
      <p className={classes.figure} style={tone && { color: toneColor(tone) }}>
        {value}
        {mark}
      </p>
      <p className={classes.note}>
        {trend !== undefined && <Trend share={trend} riseIsBad={riseIsBad} />} {note}
      </p>
    </section>
  )
}

/** Small figures side by side inside a card. */
export function Figures({ items }: { items: Array<{ label: string; value: ReactNode }> }) {
  return (
    <dl className={classes.plain}>
      {items.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
