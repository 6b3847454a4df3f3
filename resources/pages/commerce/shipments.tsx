import { Group } from '@mantine/core'
import { IconTruckDelivery } from '@tabler/icons-react'
import { CommerceHead } from '~/components/commerce/commerce_head'
import { ShipmentsTable } from '~/components/commerce/shipments_table'
import type { ShipmentLine } from '~/components/commerce/types'
import { useQuery } from '~/hooks/use_query'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { EmptyState } from '~/ui/empty_state'
import { FilterTabs } from '~/ui/filter_tabs'
import { SearchInput } from '~/ui/search_input'

const STATES = ['all', 'dispatched', 'in_transit', 'out_for_delivery', 'delivered', 'delayed', 'failed']

export default function Shipments({
  shipments,
  older,
  filter,
}: {
  shipments: ShipmentLine[]
  older: string | null
  filter: { state?: string; q?: string }
}) {
  const { t } = useT()
  const query = useQuery()
  const empty =
    filter.state || filter.q ? (
      <EmptyState icon={IconTruckDelivery} title={t('commerce.filter_none')} />
    ) : (
      <EmptyState icon={IconTruckDelivery} title={t('commerce.shipments_empty')}>
        {t('commerce.shipments_empty_help')}
      </EmptyState>
    )
  return (
    <>
      <CommerceHead />
      <Group gap={8} mb={12}>
        <SearchInput placeholder={t('commerce.search_shipments')} />
        <FilterTabs
          name="state"
          label={t('commerce.state')}
          choices={STATES.map((value) => ({
            value,
            label: t(value === 'all' ? 'commerce.all' : `states.shipment.${value}`),
          }))}
        />
      </Group>
      <Card flush>
        <ShipmentsTable shipments={shipments} pager={{ older: older && query.href({ before: older }) }} empty={empty} />
      </Card>
    </>
  )
}
