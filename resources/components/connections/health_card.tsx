import { dayOfYear, duration, number, percent } from '~/hooks/format'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DayStrip, type DayCell } from '~/ui/day_strip'
import { Figures as FigureRow } from '~/ui/figure_card'
import { lookOf } from '~/ui/states'
import { Time } from '~/ui/time'
import type { Figures, HealthDay } from './types.ts'
import classes from './connections.module.css'

const DAY = 86_400_000

/** Thirty cells, also for the days on which nothing was known. */
function useCells(days: HealthDay[]): DayCell[] {
  const { t, wordOf, reason } = useT()
  const byDay = new Map(days.map((day) => [day.day, day]))
  const today = Date.now()
  return Array.from({ length: 30 }, (_, i) => {
    const at = today - (29 - i) * DAY
    const known = byDay.get(new Date(at).toISOString().slice(0, 10))
    if (!known) return { label: dayOfYear(at), tone: 'idle', word: t('connections.not_checked') }
    const word = wordOf(`states.connection.${known.state}`)
    return {
      label: dayOfYear(at),
      tone: lookOf('connection', known.state)[0],
      word: known.reason ? `${word}: ${reason(known.reason.code, known.reason.params)}` : word,
    }
  })
}

type HealthCardProps = { figures: Figures; days: HealthDay[]; checkedAt: number | null; listens: boolean }

export function HealthCard({ figures, days, checkedAt, listens }: HealthCardProps) {
  const { t } = useT()
  const arrived = figures.accepted + figures.rejected
  const checked = [
    { label: t('connections.last_checked'), value: checkedAt === null ? '–' : <Time at={checkedAt} form="relative" /> },
  ]
  const heard = [
    {
      label: t('connections.last_delivery'),
      value: figures.lastAt === null ? '–' : <Time at={figures.lastAt} form="relative" />,
    },
    { label: t('connections.accepted'), value: number(figures.accepted) },
    { label: t('connections.rejected'), value: number(figures.rejected) },
    { label: t('connections.answered_in'), value: figures.answeredIn === null ? '–' : duration(figures.answeredIn) },
    { label: t('connections.parsed_in'), value: figures.parsedIn === null ? '–' : duration(figures.parsedIn) },
  ]
  const note =
    arrived === 0 ? undefined : t('connections.share_accepted', { share: percent(figures.accepted / arrived) })
  return (
    <Card>
      <div className={classes.health}>
        <FigureRow items={listens ? heard : checked} />
        <DayStrip days={useCells(days)} title={t('connections.thirty_days')} note={note} />
      </div>
    </Card>
  )
}
