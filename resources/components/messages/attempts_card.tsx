import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable } from '~/ui/data_table'
import { Time } from '~/ui/time'
import type { Attempt } from './types.ts'

/** Each try to hand the message over, as it was committed before the provider was called. */
export function AttemptsCard({ attempts }: { attempts: Attempt[] }) {
  const { t, reason, wordOf } = useT()
  if (attempts.length === 0) return null
  const why = ({ code, vendorCode, detail }: Attempt) =>
    [code ? reason(code, { vendorCode }) : null, vendorCode, detail].filter(Boolean).join(' · ') || '–'
  return (
    <Card title={t('messages.attempts')} flush>
      <DataTable
        label={t('messages.attempts')}
        rows={attempts}
        rowKey={({ id }) => id}
        columns={[
          { key: 'n', header: t('messages.attempt'), width: 84, cell: ({ n }) => n },
          {
            key: 'state',
            header: t('messages.outcome'),
            width: 130,
            cell: ({ state }) => wordOf(`messages.attempt.${state}`),
            phone: 'first-end',
          },
          { key: 'why', header: t('messages.why'), cell: why, phone: 'second-rest' },
          {
            key: 'at',
            header: t('messages.at'),
            width: 110,
            align: 'end',
            cell: ({ startedAt }) => <Time at={startedAt} form="seconds" />,
            phone: 'second-end',
          },
        ]}
      />
    </Card>
  )
}
