import { Timeline } from '~/components/timeline/timeline'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import type { HistoryLine } from './types.ts'

const BAD = ['failed']

/** Each state it has been in, and why, newest first. */
export function HistoryCard({ history }: { history: HistoryLine[] }) {
  const { t, reason, wordOf } = useT()
  const { path } = useShared()
  return (
    <Card title={t('payments.history')} lined flush>
      <Timeline
        entries={history.map(({ id, state, reason: why, eventId, at }) => {
          const { amount, currency } = why?.params ?? {}
          return {
            id,
            at,
            kind: 'payment',
            title: why ? reason(why.code, why.params ?? {}) : wordOf(`states.payment.${state}`),
            detail: wordOf(`states.payment.${state}`),
            ...(BAD.includes(state) ? { tone: 'bad' as const } : {}),
            ...(eventId ? { href: path(`/developers/events/${eventId}`) } : {}),
            ...(typeof amount === 'number' && typeof currency === 'string'
              ? { amount: { minor: amount, currency } }
              : {}),
          }
        })}
      />
    </Card>
  )
}
