import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable, type Column } from '~/ui/data_table'
import { Money } from '~/ui/money'
import { StateMark } from '~/ui/state_mark'
import { Time } from '~/ui/time'
import type { Refund } from './types.ts'

export function RefundsCard({ refunds }: { refunds: Refund[] }) {
  const { t, reason } = useT()
  const columns: Array<Column<Refund>> = [
    {
      key: 'state',
      header: t('payments.state'),
      share: 1.4,
      whole: true,
      cell: ({ state, reason: why }) => (
        <StateMark
          thing="refund"
          state={state}
          {...(why && state === 'refused' ? { more: reason(why.code, why.params ?? {}) } : {})}
        />
      ),
    },
    { key: 'at', header: t('payments.asked'), width: 130, cell: ({ at }) => <Time at={at} />, phone: 'second' },
    {
      key: 'amount',
      header: t('payments.amount'),
      width: 120,
      align: 'end',
      cell: ({ amount }) => <Money minor={amount.amount} currency={amount.currency} strong />,
      phone: 'first-end',
    },
  ]
  return (
    <Card title={t('payments.refunds')} flush>
      <DataTable label={t('payments.refunds')} columns={columns} rows={refunds} rowKey={({ id }) => id} />
    </Card>
  )
}
