import { DeliveryTable } from '~/components/connections/delivery_table'
import type { DeliveryRow } from '~/components/connections/types'
import { DevelopersHead } from '~/components/settings/developers_tabs'
import { useShared } from '~/hooks/use_shared'

type DeliveriesProps = { deliveries: DeliveryRow[]; older: string | null; accepted: number }

export default function Deliveries({ deliveries, older, accepted }: DeliveriesProps) {
  const { path } = useShared()
  return (
    <>
      <DevelopersHead />
      <DeliveryTable
        deliveries={deliveries}
        older={older}
        selected={null}
        accepted={accepted}
        openBeside={false}
        to={(id) => path(`/developers/deliveries/${id}`)}
      />
    </>
  )
}
