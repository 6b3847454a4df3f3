import { useMediaQuery } from '@mantine/hooks'
import { ConnectionHead } from '~/components/connections/connection_head'
import { DeliveryDetail } from '~/components/connections/delivery_detail'
import { DeliveryTable } from '~/components/connections/delivery_table'
import { HealthCard } from '~/components/connections/health_card'
import { ScopesPanel } from '~/components/connections/scopes_panel'
import { SettingsPanel } from '~/components/connections/settings_panel'
import { Trouble } from '~/components/connections/trouble'
import type {
  ConnectionLine,
  ConnectorCard,
  DeliveryDetail as Detail,
  DeliveryRow,
  EndpointInfo,
  Figures,
  FilledForm,
  SignIn,
  HealthDay,
  Use,
} from '~/components/connections/types'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'

type ShowProps = {
  connection: ConnectionLine & { account: string | null; missingScopes: string[] }
  connector: (ConnectorCard & { reads: string[]; writes: string[]; events: string[] }) | null
  endpoint: EndpointInfo | null
  figures: Figures
  days: HealthDay[]
  uses: Use[]
  form: FilledForm | null
  signIn: SignIn | null
  deliveries: DeliveryRow[]
  older: string | null
  chosen: Detail | null
  secret: string | null
}

function Deliveries({ connection, deliveries, older, chosen, figures }: ShowProps) {
  const { path } = useShared()
  const wide = useMediaQuery('(min-width: 75em)', true)
  const table = (
    <DeliveryTable
      deliveries={deliveries}
      older={older}
      selected={chosen?.id ?? null}
      accepted={figures.accepted}
      openBeside={wide ?? true}
      to={(id) => path(`/connections/${connection.id}/deliveries/${id}`)}
    />
  )
  if (!chosen) return table
  return (
    <div className="st-split">
      {table}
      <DeliveryDetail
        key={chosen.id}
        delivery={chosen}
        connectionId={connection.id}
        went={deliveries.find(({ id }) => id === chosen.id)?.went}
      />
    </div>
  )
}

export default function ShowConnection(props: ShowProps) {
  const { connection, connector, endpoint, figures, days, uses, form, secret } = props
  const { may } = useShared()
  const tab = useQuery().get('tab')
  const listens = endpoint !== null && may('deliveries.view')
  return (
    <>
      <ConnectionHead connection={connection} connector={connector} listens={listens} />
      <div className="st-stack">
        {tab !== 'scopes' && (
          <Trouble connection={connection} figures={figures} ownSecret={endpoint?.ownSecret ?? false} />
        )}
        {tab === '' && (
          <HealthCard figures={figures} days={days} checkedAt={connection.checkedAt} listens={endpoint !== null} />
        )}
        {(tab === '' || tab === 'deliveries') && listens && <Deliveries {...props} />}
        {tab === 'settings' && (
          <SettingsPanel
            connection={connection}
            connector={connector}
            form={form}
            signIn={props.signIn}
            endpoint={endpoint}
            secret={secret}
            uses={uses}
          />
        )}
        {tab === 'scopes' && connector && (
          <ScopesPanel
            reads={connector.reads}
            writes={connector.writes}
            events={connector.events}
            missing={connection.missingScopes}
          />
        )}
      </div>
    </>
  )
}
