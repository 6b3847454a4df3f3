import type { ReactNode } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { DataTable, type Column } from '~/ui/data_table'
import { Money } from '~/ui/money'
import type { PagerProps } from '~/ui/pager'
import { StateMark } from '~/ui/state_mark'
import { Time } from '~/ui/time'
import type { CartLine } from './types.ts'

type CartsTableProps = { carts: CartLine[]; brief?: boolean; pager?: PagerProps; empty?: ReactNode }

function useColumns(): Record<string, Column<CartLine>> {
  const { t, reason } = useT()
  return {
    buyer: { key: 'buyer', header: t('commerce.buyer'), cell: ({ contact }) => contact?.name ?? t('commerce.nobody') },
    items: {
      key: 'items',
      header: t('commerce.items'),
      share: 1.5,
      cell: ({ firstItem, itemCount }) => t('commerce.items_of', { first: firstItem ?? '–', n: itemCount }),
      phone: 'second-rest',
    },
    state: {
      key: 'state',
      header: t('commerce.state'),
      width: 130,
      whole: true,
      cell: ({ state }) => <StateMark thing="cart" state={state} />,
      phone: 'second-end',
    },
    why: {
      key: 'why',
      header: t('commerce.why'),
      cell: ({ reason: why }) => why && reason(why.code, why.params),
      phone: 'hide',
    },
    changed: {
      key: 'changed',
      header: t('commerce.changed'),
      width: 120,
      cell: ({ changedAt }) => <Time at={changedAt} />,
      phone: 'hide',
    },
    total: {
      key: 'total',
      header: t('commerce.total'),
      width: 120,
      align: 'end',
      cell: ({ total }) => <Money minor={total.amount} currency={total.currency} strong />,
      phone: 'first-end',
    },
  }
}

const BRIEF = ['buyer', 'items', 'state', 'total']
const WHOLE = ['buyer', 'items', 'state', 'why', 'changed', 'total']

export function CartsTable({ carts, brief = false, pager, empty }: CartsTableProps) {
  const { t } = useT()
  const { path } = useShared()
  const columns = useColumns()
  return (
    <DataTable
      label={t('commerce.carts')}
      columns={(brief ? BRIEF : WHOLE).flatMap((key) => columns[key] ?? [])}
      rows={carts}
      rowKey={({ id }) => id}
      rowHref={({ id }) => path(`/commerce/carts/${id}`)}
      pager={pager}
      empty={empty}
    />
  )
}
