import { Chain } from '~/components/chain/chain'
import { ToldCard } from '~/components/commerce/told_card'
import { HistoryCard } from '~/components/payments/history_card'
import { LinkCard } from '~/components/payments/link_card'
import { CopyLink, PaymentActions } from '~/components/payments/payment_actions'
import { PaymentFacts } from '~/components/payments/payment_facts'
import { ProblemNotice } from '~/components/payments/problem_notice'
import { RefundsCard } from '~/components/payments/refunds_card'
import type { ShowPaymentProps } from '~/components/payments/types'
import { useLive } from '~/hooks/use_live'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { CopyId } from '~/ui/copy_id'
import { Tag } from '~/ui/facts'
import { PageHeader } from '~/ui/page_header'
import { StateMark } from '~/ui/state_mark'

export default function ShowPayment({ payment, chain }: ShowPaymentProps) {
  const { t } = useT()
  const { path, workspace } = useShared()
  useLive(workspace && `workspaces/${workspace.id}/activity`, { only: ['payment', 'chain'] })
  return (
    <>
      <PageHeader
        title={payment.title || t('payments.detail')}
        crumbs={[
          { label: t('nav.commerce'), href: path('/commerce') },
          { label: t('payments.title'), href: path('/commerce/payments') },
        ]}
        pills={
          <>
            <StateMark pill thing="payment" state={payment.state} />
            {!payment.live && <Tag>{t('payments.test')}</Tag>}
            <CopyId id={payment.id} />
          </>
        }
        secondary={<PaymentActions payment={payment} />}
        primary={payment.cancellable && <CopyLink url={payment.url} />}
      />
      <div className="st-stack">
        <ProblemNotice payment={payment} />
        {chain && chain.hops.length > 0 && (
          <Card title={t('payments.relay')}>
            <Chain hops={chain.hops} />
          </Card>
        )}
        <div className="st-split" data-side="left">
          <div className="st-stack">
            <PaymentFacts payment={payment} />
            <LinkCard url={payment.url} />
          </div>
          <div className="st-stack">
            {payment.refunds.length > 0 && <RefundsCard refunds={payment.refunds} />}
            <HistoryCard history={payment.history} />
            {payment.events.length > 0 && <ToldCard events={payment.events} />}
          </div>
        </div>
      </div>
    </>
  )
}
