import { Link } from '@inertiajs/react'
import { Button, Group } from '@mantine/core'
import { IconShoppingCart } from '@tabler/icons-react'
import { CommerceHead } from '~/components/commerce/commerce_head'
import type { CartLine } from '~/components/commerce/types'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable, type Column } from '~/ui/data_table'
import { EmptyState } from '~/ui/empty_state'
import { FilterTabs } from '~/ui/filter_tabs'
import { Money } from '~/ui/money'
import { StateMark } from '~/ui/state_mark'
import { Time } from '~/ui/time'

const STATES = ['all', 'open', 'abandoned', 'recovered', 'ordered', 'held']

function useColumns(): Array<Column<CartLine>> {
  const { t, reason } = useT()
  return [
    { key: 'buyer', header: t('commerce.buyer'), cell: ({ contact }) => contact?.name ?? t('commerce.nobody') },
    {
      key: 'items',
      header: t('commerce.items'),
      share: 1.5,
      cell: ({ firstItem, itemCount }) => t('commerce.items_of', { first: firstItem ?? '–', n: itemCount }),
      phone: 'second-rest',
    },
    {
      key: 'state',
      header: t('commerce.state'),
      width: 130,
      whole: true,
      cell: ({ state }) => <StateMark thing="cart" state={state} />,
      phone: 'second-end',
    },
    {
      key: 'why',
      header: t('commerce.why'),
      cell: ({ reason: why }) => why && reason(why.code, why.params),
      phone: 'hide',
    },
    {
      key: 'changed',
      header: t('commerce.changed'),
      width: 120,
      cell: ({ changedAt }) => <Time at={changedAt} />,
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

export default function Carts({
  carts,
  older,
  filter,
}: {
  carts: CartLine[]
  older: string | null
  filter: { state?: string }
}) {
  const { t } = useT()
  const { path } = useShared()
  const query = useQuery()
  const columns = useColumns()
  const empty = filter.state ? (
    <EmptyState icon={IconShoppingCart} title={t('commerce.filter_none')} />
  ) : (
    <EmptyState
      icon={IconShoppingCart}
      title={t('commerce.carts_empty')}
      actions={
        <Button component={Link} href={path('/connections')}>
          {t('commerce.connect_shop')}
        </Button>
      }
    >
      {t('commerce.carts_empty_help')}
    </EmptyState>
  )
  return (
    <>
      <CommerceHead />
      <Group mb={12}>
        <FilterTabs
          name="state"
          label={t('commerce.state')}
          choices={STATES.map((value) => ({
            value,
            label: t(value === 'all' ? 'commerce.all' : `commerce.state.${value}`),
          }))}
        />
      </Group>
      <Card flush>
        <DataTable
          label={t('commerce.carts')}
          columns={columns}
          rows={carts}
          rowKey={({ id }) => id}
          rowHref={({ id }) => path(`/commerce/carts/${id}`)}
          pager={{ older: older && query.href({ before: older }) }}
          empty={empty}
        />
      </Card>
    </>
  )
}
