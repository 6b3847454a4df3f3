import { Link } from '@inertiajs/react'
import { Button, Group } from '@mantine/core'
import { IconShoppingBag } from '@tabler/icons-react'
import { CommerceHead } from '~/components/commerce/commerce_head'
import type { OrderLine } from '~/components/commerce/types'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable, type Column } from '~/ui/data_table'
import { EmptyState } from '~/ui/empty_state'
import { FilterTabs } from '~/ui/filter_tabs'
import { Money } from '~/ui/money'
import { SearchInput } from '~/ui/search_input'
import { StateMark } from '~/ui/state_mark'
import { Time } from '~/ui/time'

const PAYMENTS = ['all', 'paid', 'pending', 'refunded']

function useColumns(): Array<Column<OrderLine>> {
  const { t } = useT()
  return [
    { key: 'number', header: t('commerce.number'), width: 140, cell: ({ number }) => number || '–' },
    {
      key: 'buyer',
      header: t('commerce.buyer'),
      share: 1.4,
      cell: ({ contact }) => contact?.name ?? t('commerce.nobody'),
      phone: 'second-rest',
    },
    {
      key: 'payment',
      header: t('commerce.payment'),
      width: 150,
      whole: true,
      cell: ({ payment }) => <StateMark thing="order" state={payment} />,
      phone: 'second-end',
    },
    {
      key: 'fulfilment',
      header: t('commerce.fulfilment'),
      width: 150,
      whole: true,
      cell: ({ lifecycle, fulfilment }) => (
        <StateMark thing="order" state={lifecycle === 'cancelled' ? 'cancelled' : fulfilment} />
      ),
      phone: 'hide',
    },
    {
      key: 'placed',
      header: t('commerce.placed'),
      width: 120,
      cell: ({ placedAt }) => <Time at={placedAt} />,
      phone: 'hide',
    },
    {
      key: 'total',
      header: t('commerce.total'),
      width: 120,
      align: 'end',
      cell: ({ total }) => <Money minor={total.amount} currency={total.currency} strong />,
      phone: 'first-end',
    },
  ]
}

export default function Orders({
  orders,
  older,
  filter,
}: {
  orders: OrderLine[]
  older: string | null
  filter: { payment?: string; q?: string }
}) {
  const { t } = useT()
  const { path } = useShared()
  const query = useQuery()
  const columns = useColumns()
  const empty =
    filter.payment || filter.q ? (
      <EmptyState icon={IconShoppingBag} title={t('commerce.filter_none')} />
    ) : (
      <EmptyState
        icon={IconShoppingBag}
        title={t('commerce.orders_empty')}
        actions={
          <Button component={Link} href={path('/connections')}>
            {t('commerce.connect_shop')}
          </Button>
        }
      >
        {t('commerce.orders_empty_help')}
      </EmptyState>
    )
  return (
    <>
      <CommerceHead />
      <Group gap={8} mb={12}>
        <SearchInput placeholder={t('commerce.search_orders')} />
        <FilterTabs
          name="payment"
          label={t('commerce.payment')}
          choices={PAYMENTS.map((value) => ({
            value,
            label: t(value === 'all' ? 'commerce.all' : `commerce.payment.${value}`),
          }))}
        />
      </Group>
      <Card flush>
        <DataTable
          label={t('commerce.orders')}
          columns={columns}
          rows={orders}
          rowKey={({ id }) => id}
          rowHref={({ id }) => path(`/commerce/orders/${id}`)}
          pager={{ older: older && query.href({ before: older }) }}
          empty={empty}
        />
      </Card>
    </>
  )
}
