import { BuyerLink } from '~/components/commerce/buyer_link'
import { ItemsTable } from '~/components/commerce/items_table'
import { RefundsTable } from '~/components/commerce/refunds_table'
import { ShipmentsTable } from '~/components/commerce/shipments_table'
import { ToldCard } from '~/components/commerce/told_card'
import type { Item, OrderLine, Refund, ShipmentLine, Told } from '~/components/commerce/types'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { CopyId } from '~/ui/copy_id'
import { Facts, Tag } from '~/ui/facts'
import { Money } from '~/ui/money'
import { PageHeader } from '~/ui/page_header'
import { StateMark } from '~/ui/state_mark'
import { TextLink } from '~/ui/text_link'
import { Time } from '~/ui/time'

type Order = OrderLine & {
  items: Item[]
  statusUrl: string | null
  cartId: string | null
  shipments: ShipmentLine[]
  refunds: Refund[]
  events: Told[]
}

export default function ShowOrder({ order }: { order: Order }) {
  const { t } = useT()
  const { path } = useShared()
  const facts = [
    { label: t('commerce.buyer'), value: <BuyerLink contact={order.contact} /> },
    { label: t('commerce.total'), value: <Money minor={order.total.amount} currency={order.total.currency} strong /> },
    ...(order.refunded
      ? [
          {
            label: t('commerce.refunded'),
            value: <Money minor={order.refunded.amount} currency={order.refunded.currency} />,
          },
          {
            label: t('commerce.net'),
            value: <Money minor={order.total.amount - order.refunded.amount} currency={order.total.currency} strong />,
          },
        ]
      : []),
    { label: t('commerce.payment'), value: <StateMark thing="order" state={order.payment} /> },
    { label: t('commerce.fulfilment'), value: <StateMark thing="order" state={order.fulfilment} /> },
    ...(order.shop ? [{ label: t('commerce.shop'), value: order.shop }] : []),
    { label: t('commerce.placed'), value: <Time at={order.placedAt} form="moment" /> },
    { label: t('commerce.paid_at'), value: <Time at={order.paidAt} form="moment" /> },
    ...(order.cartId
      ? [
          {
            label: t('commerce.came_from'),
            value: <TextLink href={path(`/commerce/carts/${order.cartId}`)}>{t('console.view')}</TextLink>,
          },
        ]
      : []),
    ...(order.statusUrl
      ? [
          {
            label: t('commerce.order'),
            value: (
              <TextLink href={order.statusUrl} external>
                {t('commerce.open_status')}
              </TextLink>
            ),
          },
        ]
      : []),
  ]
  return (
    <>
      <PageHeader
        title={order.number || t('commerce.order')}
        crumbs={[
          { label: t('nav.commerce'), href: path('/commerce') },
          { label: t('commerce.orders'), href: path('/commerce/orders') },
        ]}
        pills={
          <>
            <StateMark pill thing="order" state={order.lifecycle} />
            {!order.live && <Tag>{t('commerce.test_order')}</Tag>}
            <CopyId id={order.id} />
          </>
        }
      />
      <div className="st-split" data-side="left">
        <Card>
          <Facts items={facts} />
        </Card>
        <div className="st-stack">
          <ItemsTable items={order.items} />
          {order.shipments.length > 0 && (
            <Card title={t('commerce.shipments')} flush>
              <ShipmentsTable shipments={order.shipments} />
            </Card>
          )}
          {order.refunds.length > 0 && (
            <Card title={t('commerce.refunds')} flush>
              <RefundsTable refunds={order.refunds} />
            </Card>
          )}
          <ToldCard events={order.events} />
        </div>
      </div>
    </>
  )
}
