import { router } from '@inertiajs/react'
import { Button, Group } from '@mantine/core'
import { IconShoppingBag } from '@tabler/icons-react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { Money } from '~/ui/money'
import { PageHeader } from '~/ui/page_header'

type Amount = { amount: number; currency: string }
type SandboxCartProps = {
  cart: { id: string; items: Array<{ id: string; title: string; quantity: number; unitPrice: Amount }>; total: Amount }
  shop: string
  buyer: string | null
}

/** Where the link of a reminder leads: the checkout of a shop that is only pretended. */
export default function SandboxCart({ cart, shop, buyer }: SandboxCartProps) {
  const { t } = useT()
  const { path } = useShared()
  return (
    <>
      <PageHeader
        title={shop}
        crumbs={[{ label: t('sandbox.title'), href: path('/developers/sandbox') }]}
        note={buyer ? t('sandbox.buyer', { name: buyer }) : undefined}
      />
      <div style={{ maxWidth: 520 }}>
        <Card title={t('sandbox.your_cart')}>
          <div className="st-stack">
            {cart.items.map(({ id, title, quantity, unitPrice }) => (
              <Group key={id} justify="space-between">
                <span>
                  {quantity} × {title}
                </span>
                <Money minor={unitPrice.amount} currency={unitPrice.currency} />
              </Group>
            ))}
            <Group justify="space-between">
              <strong>{t('sandbox.total')}</strong>
              <Money minor={cart.total.amount} currency={cart.total.currency} strong />
            </Group>
            <Button
              leftSection={<IconShoppingBag size={16} />}
              onClick={() => router.post(path('/developers/sandbox/happenings'), { kind: 'order', cart: cart.id })}
            >
              {t('sandbox.buy')}
            </Button>
          </div>
        </Card>
      </div>
    </>
  )
}
