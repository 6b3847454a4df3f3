import { Link } from '@inertiajs/react'
import { Button, Group } from '@mantine/core'
import { IconShoppingBag } from '@tabler/icons-react'
import { CommerceHead } from '~/components/commerce/commerce_head'
import { OrdersTable } from '~/components/commerce/orders_table'
import type { OrderLine } from '~/components/commerce/types'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { EmptyState } from '~/ui/empty_state'
import { FilterTabs } from '~/ui/filter_tabs'
import { SearchInput } from '~/ui/search_input'

const PAYMENTS = ['all', 'paid', 'pending', 'refunded', 'failed']

function ShopFilter({ shops }: { shops: Array<{ id: string; name: string }> }) {
  const { t } = useT()
  if (shops.length < 2) return null
  const choices = shops.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <FilterTabs
      name="shop"
      label={t('commerce.shop')}
      choices={[{ value: 'all', label: t('commerce.all_shops') }, ...choices]}
    />
  )
}

export default function Orders({
  orders,
  older,
  shops,
  filter,
}: {
  orders: OrderLine[]
  older: string | null
  shops: Array<{ id: string; name: string }>
  filter: { payment?: string; shop?: string; q?: string }
}) {
  const { t } = useT()
  const { path } = useShared()
  const query = useQuery()
  const empty =
    filter.payment || filter.shop || filter.q ? (
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
        <ShopFilter shops={shops} />
      </Group>
      <Card flush>
        <OrdersTable
          orders={orders}
          named={shops.length > 1}
          pager={{ older: older && query.href({ before: older }) }}
          empty={empty}
        />
      </Card>
    </>
  )
}
