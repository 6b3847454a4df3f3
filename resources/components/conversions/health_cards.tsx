import { percent } from '~/hooks/format'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { Facts } from '~/ui/facts'
import { FigureCard } from '~/ui/figure_card'
import { Money } from '~/ui/money'
import { StateMark } from '~/ui/state_mark'
import { Time } from '~/ui/time'
import type { Health, Revenue } from './types.ts'

type FiguresProps = { health: Health; revenue: Revenue[]; model: string; days: number }

/** The model stands beside the figure: a credit means nothing without it. */
export function ReportingFigures({ health, revenue, model, days }: FiguresProps) {
  const { t } = useT()
  const { accepted, pending, refused, dropped, gave_up } = health.reports
  const lost = refused + dropped + gave_up
  const [main, ...others] = revenue
  return (
    <div className="st-figures">
      <FigureCard
        label={t('conversions.revenue')}
        value={main ? <Money minor={main.amount} currency={main.currency} /> : '–'}
        note={
          <>
            {t(`conversions.model.${model}`)}
            {others.map((sum) => (
              <span key={sum.currency}>
                {' '}
                · <Money minor={sum.amount} currency={sum.currency} />
              </span>
            ))}
          </>
        }
      />
      <FigureCard
        label={t('conversions.accepted')}
        value={accepted}
        note={t('conversions.of_conversions', { count: health.conversions })}
      />
      <FigureCard
        label={t('conversions.lost')}
        value={lost}
        tone={lost > 0 ? 'bad' : undefined}
        note={t('conversions.last_days', { days })}
      />
      <FigureCard
        label={t('conversions.waiting')}
        value={pending}
        tone={pending > 0 ? 'wait' : undefined}
        note={
          health.oldestUnsent ? (
            <>
              {t('conversions.oldest')} <Time at={health.oldestUnsent.occurredAt} form="relative" />
            </>
          ) : (
            t('conversions.nothing_waits')
          )
        }
      />
    </div>
  )
}

/** Why something was not told, and how well people can be matched. */
export function ReportingHealth({ health }: { health: Health }) {
  const { t, reason } = useT()
  const reasons = [
    ...health.reasons.map((each) => ({ ...each, thing: 'report' as const })),
    ...health.notReported.map((each) => ({ ...each, thing: 'conversion' as const })),
  ].toSorted((a, b) => b.count - a.count)
  const keys = Object.entries(health.matchKeys).toSorted(([, a], [, b]) => b - a)
  return (
    <div className="st-split">
      <Card title={t('conversions.reasons')} note={t('conversions.duplicates', { count: health.duplicates })}>
        {reasons.length === 0 ? (
          t('conversions.no_reasons')
        ) : (
          <Facts
            items={reasons.map(({ thing, state, code, count }) => ({
              label: <StateMark thing={thing} state={state} />,
              value: (
                <>
                  {count} · {reason(code)}
                </>
              ),
            }))}
          />
        )}
      </Card>
      <Card title={t('conversions.match_keys')} note={t('conversions.match_keys_help')}>
        {keys.length === 0 ? (
          t('conversions.no_match_keys')
        ) : (
          <Facts items={keys.map(([key, share]) => ({ label: t(`conversions.key.${key}`), value: percent(share) }))} />
        )}
      </Card>
    </div>
  )
}
