import { BuyerLink } from '~/components/commerce/buyer_link'
import { ItemsTable } from '~/components/commerce/items_table'
import { ToldCard } from '~/components/commerce/told_card'
import type { CartLine, Item, Told } from '~/components/commerce/types'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { CopyId } from '~/ui/copy_id'
import { Notice } from '~/ui/error_box'
import { Facts } from '~/ui/facts'
import { Money } from '~/ui/money'
import { PageHeader } from '~/ui/page_header'
import { StateMark } from '~/ui/state_mark'
import { TextLink } from '~/ui/text_link'
import { Time } from '~/ui/time'

type Cart = CartLine & { items: Item[]; recoveryUrl: string | null }

export default function ShowCart({ cart, events }: { cart: Cart; events: Told[] }) {
  const { t, reason } = useT()
  const { path } = useShared()
  const facts = [
    { label: t('commerce.buyer'), value: <BuyerLink contact={cart.contact} /> },
    { label: t('commerce.total'), value: <Money minor={cart.total.amount} currency={cart.total.currency} strong /> },
    { label: t('commerce.changed'), value: <Time at={cart.changedAt} form="moment" /> },
    ...(cart.dueAt ? [{ label: t('commerce.idle_at'), value: <Time at={cart.dueAt} form="moment" /> }] : []),
    ...(cart.abandonedAt
      ? [{ label: t('commerce.abandoned_at'), value: <Time at={cart.abandonedAt} form="moment" /> }]
      : []),
    ...(cart.recoveredAt
      ? [{ label: t('commerce.recovered_at'), value: <Time at={cart.recoveredAt} form="moment" /> }]
      : []),
    { label: t('commerce.episode'), value: cart.episode },
    ...(cart.recoveryUrl
      ? [
          {
            label: t('commerce.recovery_link'),
            value: (
              <TextLink href={cart.recoveryUrl} external>
                {t('commerce.open_cart')}
              </TextLink>
            ),
          },
        ]
      : []),
    ...(cart.orderId
      ? [
          {
            label: t('commerce.order_of'),
            value: <TextLink href={path(`/commerce/orders/${cart.orderId}`)}>{t('console.view')}</TextLink>,
          },
        ]
      : []),
  ]
  return (
    <>
      <PageHeader
        title={cart.contact?.name ?? t('commerce.cart')}
        crumbs={[
          { label: t('nav.commerce'), href: path('/commerce') },
          { label: t('commerce.carts'), href: path('/commerce/carts') },
        ]}
        pills={
          <>
            <StateMark pill thing="cart" state={cart.state} />
            <CopyId id={cart.id} />
          </>
        }
      />
      {cart.reason && (
        <Notice kind="wait" title={t('commerce.why')}>
          {reason(cart.reason.code, cart.reason.params)}
        </Notice>
      )}
      <div className="st-split" data-side="left">
        <Card>
          <Facts items={facts} />
        </Card>
        <div className="st-stack">
          <ItemsTable items={cart.items} />
          <ToldCard events={events} />
        </div>
      </div>
    </>
  )
}
