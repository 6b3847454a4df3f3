import { number, money, percent } from '~/hooks/format'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { FigureCard } from '~/ui/figure_card'
import { Mark } from '~/ui/mark'

export type Revenue = { amount: number; currency: string; orders: number; trend: number | null; model: string }
export type MessageFigures = {
  sent: number
  delivered: number
  read: number
  refused: number
  failed: number
  unknown: number
}

type HomeFiguresProps = {
  revenue: Revenue
  messages: MessageFigures
  troubles: number
  connections: { total: number; healthy: number }
}

const share = (part: number, whole: number) => (whole === 0 ? '–' : percent(part / whole))

/** The four figures at the top of Home; each says what it stands on. */
export function HomeFigures({ revenue, messages, troubles, connections }: HomeFiguresProps) {
  const { t } = useT()
  const { path } = useShared()
  const healthy = connections.total > 0 && connections.healthy === connections.total
  return (
    <div className="st-figures">
      <FigureCard
        label={t('home.revenue')}
        value={revenue.orders === 0 ? '–' : money(revenue.amount, revenue.currency)}
        trend={revenue.trend ?? undefined}
        note={
          revenue.orders === 0
            ? t('home.revenue_none')
            : t('home.revenue_note', { orders: revenue.orders, model: t(`home.model.${revenue.model}`) })
        }
      />
      <FigureCard
        label={t('home.messages')}
        value={number(messages.sent)}
        href={path('/messages')}
        note={
          messages.sent === 0
            ? t('home.messages_none')
            : t('home.messages_note', {
                delivered: share(messages.delivered, messages.sent),
                read: share(messages.read, messages.sent),
              })
        }
      />
      <FigureCard
        label={t('home.failures')}
        value={number(troubles)}
        tone={troubles > 0 ? 'bad' : undefined}
        note={t(troubles > 0 ? 'home.failures_note' : 'home.failures_none')}
      />
      <FigureCard
        label={t('home.connections')}
        value={connections.total === 0 ? '–' : t('home.connections_of', connections)}
        href={path('/connections')}
        mark={
          connections.total > 0 && (
            <Mark shape={healthy ? 'tick' : 'triangle'} tone={healthy ? 'ok' : 'wait'} size={15} />
          )
        }
        note={t(
          connections.total === 0
            ? 'home.connections_none'
            : healthy
              ? 'home.connections_healthy'
              : 'home.connections_look'
        )}
      />
    </div>
  )
}
