import { BuyerLink } from '~/components/commerce/buyer_link'
import type { Amount } from '~/components/commerce/types'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { Facts } from '~/ui/facts'
import { Money } from '~/ui/money'
import { TextLink } from '~/ui/text_link'
import { Time } from '~/ui/time'
import type { PaymentDetails } from './types.ts'

const Sum = ({ of }: { of: Amount }) => <Money minor={of.amount} currency={of.currency} strong />

function useFacts(payment: PaymentDetails) {
  const { t } = useT()
  const { path } = useShared()
  const { paid, refunded, paidAt, order, runId, providerId, connection } = payment
  const asked = payment.askedBy ?? t(`payments.source.${payment.source}`)
  const when = (label: string, shown: boolean, value: React.ReactNode) => (shown ? [{ label: t(label), value }] : [])
  return [
    { label: t('payments.amount'), value: <Sum of={payment.amount} /> },
    ...when('payments.paid', paid !== null, paid && <Sum of={paid} />),
    ...when('payments.refunded', refunded !== null, refunded && <Sum of={refunded} />),
    { label: t('payments.contact'), value: <BuyerLink contact={payment.contact} /> },
    ...when(
      'payments.order',
      order !== null,
      order && <TextLink href={path(`/commerce/orders/${order.id}`)}>{order.number || order.id}</TextLink>
    ),
    ...when('payments.paid_at', paidAt !== null, <Time at={paidAt} form="moment" />),
    { label: t('payments.asked'), value: <Time at={payment.createdAt} form="moment" /> },
    { label: t('payments.asked_by'), value: asked },
    {
      label: t('payments.expires'),
      value: payment.expiresAt ? <Time at={payment.expiresAt} form="moment" /> : t('payments.never'),
    },
    {
      label: t('payments.connection'),
      value: <TextLink href={path(`/connections/${connection.id}`)}>{connection.name}</TextLink>,
    },
    { label: t('payments.pages'), value: payment.pages },
    ...when('payments.provider_id', providerId !== null, <span className="st-mono">{providerId}</span>),
    ...when('payments.run', runId !== null, <TextLink href={path(`/runs/${runId}`)}>{t('payments.view')}</TextLink>),
  ]
}

export function PaymentFacts({ payment }: { payment: PaymentDetails }) {
  return (
    <Card>
      <Facts items={useFacts(payment)} />
    </Card>
  )
}
