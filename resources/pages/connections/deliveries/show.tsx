import { ConnectorIcon } from '~/components/connections/connector_icon'
import { DeliveryDetail } from '~/components/connections/delivery_detail'
import type { ConnectionLine, ConnectorCard, DeliveryDetail as Detail } from '~/components/connections/types'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { PageHeader, TitleIcon } from '~/ui/page_header'
import { StateMark } from '~/ui/state_mark'

type ShowProps = { connection: ConnectionLine; connector: ConnectorCard | null; delivery: Detail }

export default function ShowDelivery({ connection, connector, delivery }: ShowProps) {
  const { t } = useT()
  const { path } = useShared()
  return (
    <>
      <PageHeader
        title={delivery.topic ?? t('connections.delivery')}
        crumbs={[{ label: t('nav.connections'), href: path('/connections') }, { label: connection.name, href: path(`/connections/${connection.id}`) }]}
        icon={connector && <TitleIcon><ConnectorIcon svg={connector.icon} /></TitleIcon>}
        pills={<StateMark thing="delivery" state={delivery.state} pill />}
      />
      <DeliveryDetail delivery={delivery} connectionId={connection.id} />
    </>
  )
}
