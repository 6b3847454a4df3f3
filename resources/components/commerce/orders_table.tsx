import type { ReactNode } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { DataTable, type Column } from '~/ui/data_table'
import { Money } from '~/ui/money'
import type { PagerProps } from '~/ui/pager'
import { StateMark } from '~/ui/state_mark'
import { Time } from '~/ui/time'
import { RefundedTotal } from './refunded_total.tsx'
import type { OrderLine } from './types.ts'

type OrdersTableProps = {
  orders: OrderLine[]
  /** Beside other cards: only what names an order and what is to be seen at once. */
  brief?: boolean
  /** Say which shop each came from. */
  named?: boolean
  pager?: PagerProps
  empty?: ReactNode
}

function useColumns(): Record<string, Column<OrderLine>> {
  const { t } = useT()
  return {
    number: { key: 'number', header: t('commerce.number'), width: 110, cell: ({ number }) => number || '–' },
    buyer: {
      key: 'buyer',
      header: t('commerce.buyer'),
      share: 1.4,
      cell: ({ contact }) => contact?.name ?? t('commerce.nobody'),
      phone: 'second-rest',
    },
    shop: { key: 'shop', header: t('commerce.shop'), cell: ({ shop }) => shop ?? '–', phone: 'hide' },
    payment: {
      key: 'payment',
      header: t('commerce.payment'),
      width: 160,
      whole: true,
      cell: ({ payment }) => <StateMark thing="order" state={payment} />,
      phone: 'second-end',
    },
    fulfilment: {
      key: 'fulfilment',
      header: t('commerce.fulfilment'),
      width: 150,
      whole: true,
      cell: ({ lifecycle, fulfilment }) => (
        <StateMark thing="order" state={lifecycle === 'cancelled' ? 'cancelled' : fulfilment} />
      ),
      phone: 'hide',
    },
    placed: {
      key: 'placed',
      header: t('commerce.placed'),
      width: 120,
      cell: ({ placedAt }) => <Time at={placedAt} />,
      phone: 'hide',
    },
    refunded: {
      key: 'refunded',
      header: t('commerce.refunded'),
      width: 110,
      align: 'end',
      cell: ({ refunded }) => (refunded ? <Money minor={refunded.amount} currency={refunded.currency} /> : '–'),
      phone: 'hide',
    },
    total: {
      key: 'total',
      header: t('commerce.total'),
      width: 120,
      align: 'end',
      cell: (order) => <RefundedTotal order={order} />,
      phone: 'first-end',
    },
  }
}

const BRIEF = ['number', 'buyer', 'payment', 'total']
const WHOLE = ['number', 'buyer', 'shop', 'payment', 'fulfilment', 'placed', 'refunded', 'total']

export function OrdersTable({ orders, brief = false, named = false, pager, empty }: OrdersTableProps) {
  const { t } = useT()
  const { path } = useShared()
  const columns = useColumns()
  const shown = (brief ? BRIEF : WHOLE).filter((key) => named || key !== 'shop')
  return (
    <DataTable
      label={t('commerce.orders')}
      columns={shown.flatMap((key) => columns[key] ?? [])}
      rows={orders}
      rowKey={({ id }) => id}
      rowHref={({ id }) => path(`/commerce/orders/${id}`)}
      pager={pager}
      empty={empty}
    />
  )
}
