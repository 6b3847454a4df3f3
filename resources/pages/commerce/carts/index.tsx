import { Link } from '@inertiajs/react'
import { Button, Group } from '@mantine/core'
import { IconShoppingCart } from '@tabler/icons-react'
import { CartsTable } from '~/components/commerce/carts_table'
import { CommerceHead } from '~/components/commerce/commerce_head'
import type { CartLine } from '~/components/commerce/types'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { EmptyState } from '~/ui/empty_state'
import { FilterTabs } from '~/ui/filter_tabs'
import { SearchInput } from '~/ui/search_input'

const STATES = ['all', 'open', 'abandoned', 'recovered', 'ordered', 'held']

export default function Carts({
  carts,
  older,
  filter,
}: {
  carts: CartLine[]
  older: string | null
  filter: { state?: string; q?: string }
}) {
  const { t } = useT()
  const { path } = useShared()
  const query = useQuery()
  const empty =
    filter.state || filter.q ? (
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
      <Group gap={8} mb={12}>
        <SearchInput placeholder={t('commerce.search_carts')} />
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
        <CartsTable carts={carts} pager={{ older: older && query.href({ before: older }) }} empty={empty} />
      </Card>
    </>
  )
}
