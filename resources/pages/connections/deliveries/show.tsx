import { Chain } from '~/components/chain/chain'
import type { Chain as ChainOfHops } from '~/components/chain/types'
import { ConnectorIcon } from '~/components/connections/connector_icon'
import { DeliveryDetail } from '~/components/connections/delivery_detail'
import type { ConnectionLine, ConnectorCard, DeliveryDetail as Detail } from '~/components/connections/types'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { PageHeader, TitleIcon } from '~/ui/page_header'
import { StateMark } from '~/ui/state_mark'

type ShowProps = { connection: ConnectionLine; connector: ConnectorCard | null; delivery: Detail; chain: ChainOfHops }

export default function ShowDelivery({ connection, connector, delivery, chain }: ShowProps) {
  const { t } = useT()
  const { path } = useShared()
  return (
    <>
      <PageHeader
        title={delivery.topic ?? t('connections.delivery')}
        crumbs={[
          { label: t('nav.connections'), href: path('/connections') },
          { label: connection.name, href: path(`/connections/${connection.id}`) },
        ]}
        icon={
          connector && (
            <TitleIcon>
              <ConnectorIcon svg={connector.icon} />
            </TitleIcon>
          )
        }
        pills={<StateMark thing="delivery" state={delivery.state} pill />}
      />
      <div className="st-stack">
        {chain.hops.length > 0 && (
          <Card title={t('chain.title')}>
            <Chain hops={chain.hops} />
          </Card>
        )}
        <DeliveryDetail delivery={delivery} connectionId={connection.id} />
      </div>
    </>
  )
}
