import { Link } from '@inertiajs/react'
import { Button, SimpleGrid } from '@mantine/core'
import { IconShoppingBag, IconShoppingCart } from '@tabler/icons-react'
import { CartsTable } from '~/components/commerce/carts_table'
import { CommerceHead } from '~/components/commerce/commerce_head'
import { OrdersTable } from '~/components/commerce/orders_table'
import { OverviewFigures } from '~/components/commerce/overview_figures'
import { ShipmentsTable } from '~/components/commerce/shipments_table'
import type { Overview } from '~/components/commerce/types'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { EmptyState } from '~/ui/empty_state'
import { TextLink } from '~/ui/text_link'

function NothingYet() {
  const { t } = useT()
  const { path } = useShared()
  return (
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
}

function All({ of }: { of: string }) {
  const { t } = useT()
  const { path } = useShared()
  return <TextLink href={path(`/commerce/${of}`)}>{t('commerce.see_all')}</TextLink>
}

/** What went on in every shop lately, and what waits. */
export default function CommerceOverview(overview: Overview) {
  const { t } = useT()
  const { latest, waiting, trouble, days } = overview
  if (latest.length === 0 && waiting.length === 0)
    return (
      <>
        <CommerceHead />
        <Card flush>
          <NothingYet />
        </Card>
      </>
    )
  return (
    <>
      <CommerceHead note={t('commerce.overview_days', { days })} />
      <div className="st-stack" style={{ gap: 16 }}>
        <OverviewFigures overview={overview} />
        {trouble.length > 0 && (
          <Card title={t('commerce.parcels_to_see')} aside={<All of="shipments" />} flush>
            <ShipmentsTable shipments={trouble} />
          </Card>
        )}
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing={16}>
          <Card title={t('commerce.latest_orders')} aside={<All of="orders" />} flush>
            <OrdersTable
              brief
              orders={latest}
              empty={<EmptyState icon={IconShoppingBag} title={t('commerce.no_orders_yet')} />}
            />
          </Card>
          <Card title={t('commerce.waiting_carts')} aside={<All of="carts" />} flush>
            <CartsTable
              brief
              carts={waiting}
              empty={<EmptyState icon={IconShoppingCart} title={t('commerce.no_waiting_carts')} />}
            />
          </Card>
        </SimpleGrid>
      </div>
    </>
  )
}
