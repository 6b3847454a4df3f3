import { useT } from '~/hooks/use_t'
import { DataTable } from '~/ui/data_table'
import { Money } from '~/ui/money'
import { Time } from '~/ui/time'
import type { Refund } from './types.ts'

/** What was given back of an order, and why. */
export function RefundsTable({ refunds }: { refunds: Refund[] }) {
  const { t } = useT()
  return (
    <DataTable
      label={t('commerce.refunds')}
      rows={refunds}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'reason',
          header: t('commerce.refund_reason'),
          share: 2,
          cell: ({ reason }) => reason || t('commerce.no_refund_reason'),
          phone: 'first-rest',
        },
        {
          key: 'at',
          header: t('commerce.refunded_at'),
          width: 165,
          cell: ({ at }) => <Time at={at} form="moment" />,
          phone: 'second',
        },
        {
          key: 'amount',
          header: t('commerce.refunded'),
          width: 120,
          align: 'end',
          cell: ({ amount }) => <Money minor={amount.amount} currency={amount.currency} />,
          phone: 'first-end',
        },
      ]}
    />
  )
}
