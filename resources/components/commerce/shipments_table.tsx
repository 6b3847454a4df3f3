import type { ReactNode } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { DataTable } from '~/ui/data_table'
import type { PagerProps } from '~/ui/pager'
import { StateMark } from '~/ui/state_mark'
import { TextLink } from '~/ui/text_link'
import { Time } from '~/ui/time'
import type { ShipmentLine } from './types.ts'

type ShipmentsTableProps = { shipments: ShipmentLine[]; pager?: PagerProps; empty?: ReactNode }

export function ShipmentsTable({ shipments, pager, empty }: ShipmentsTableProps) {
  const { t } = useT()
  const { path } = useShared()
  return (
    <DataTable
      label={t('commerce.shipments')}
      rows={shipments}
      rowKey={({ id }) => id}
      rowHref={({ orderId }) => (orderId ? path(`/commerce/orders/${orderId}`) : undefined)}
      columns={[
        { key: 'order', header: t('commerce.number'), width: 140, cell: ({ orderNumber, id }) => orderNumber ?? id },
        { key: 'carrier', header: t('commerce.carrier'), cell: ({ carrier }) => carrier ?? '–', phone: 'second' },
        {
          key: 'tracking',
          header: t('commerce.tracking'),
          share: 1.4,
          whole: true,
          phone: 'hide',
          cell: ({ trackingNumber, trackingUrl }) =>
            trackingUrl ? (
              <TextLink href={trackingUrl} external>
                {trackingNumber ?? t('commerce.track')}
              </TextLink>
            ) : (
              (trackingNumber ?? '–')
            ),
        },
        {
          key: 'state',
          header: t('commerce.state'),
          width: 160,
          whole: true,
          phone: 'first-end',
          cell: ({ state }) => <StateMark thing="shipment" state={state} />,
        },
        {
          key: 'expected',
          header: t('commerce.estimated'),
          width: 120,
          phone: 'hide',
          cell: ({ estimatedAt }) => <Time at={estimatedAt} form="day" />,
        },
        {
          key: 'updated',
          header: t('commerce.updated'),
          width: 120,
          align: 'end',
          phone: 'second-end',
          cell: ({ at }) => <Time at={at} />,
        },
      ]}
      pager={pager}
      empty={empty}
    />
  )
}
