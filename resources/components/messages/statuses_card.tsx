import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable } from '~/ui/data_table'
import { StateMark } from '~/ui/state_mark'
import { Time } from '~/ui/time'
import type { Status } from './types.ts'

/** Every status the provider has told, those that changed nothing too. */
export function StatusesCard({ statuses }: { statuses: Status[] }) {
  const { t, reason } = useT()
  if (statuses.length === 0) return null
  return (
    <Card title={t('messages.statuses')} flush>
      <DataTable
        label={t('messages.statuses')}
        rows={statuses}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'status',
            header: t('messages.state'),
            width: 150,
            whole: true,
            cell: ({ status }) => <StateMark thing="message" state={status} />,
          },
          {
            key: 'why',
            header: t('messages.why'),
            cell: ({ code, vendorCode, detail }) =>
              [code ? reason(code) : null, vendorCode, detail].filter(Boolean).join(' · ') || '–',
            phone: 'second-rest',
          },
          {
            key: 'at',
            header: t('messages.at'),
            width: 110,
            align: 'end',
            cell: ({ occurredAt }) => <Time at={occurredAt} form="seconds" />,
            phone: 'first-end',
          },
        ]}
      />
    </Card>
  )
}
