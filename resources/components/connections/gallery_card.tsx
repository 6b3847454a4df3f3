import { Link } from '@inertiajs/react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { StateMark } from '~/ui/state_mark'
import { TextLink } from '~/ui/text_link'
import { Time } from '~/ui/time'
import { ConnectorTile } from './connector_icon.tsx'
import type { ConnectionLine, ConnectorCard } from './types.ts'
import classes from './connections.module.css'

function Note({ connection }: { connection: ConnectionLine }) {
  const { reason } = useT()
  if (connection.reason) return <>{reason(connection.reason.code, connection.reason.params)}</>
  return connection.checkedAt === null ? null : <Time at={connection.checkedAt} form="relative" />
}

/** A connection of this workspace: the whole card opens it. */
export function ConnectionCard({
  connector,
  connection,
}: {
  connector: ConnectorCard | null
  connection: ConnectionLine & { pipelines?: number }
}) {
  const { t } = useT()
  const { path } = useShared()
  return (
    <li className={classes.card}>
      <div className={classes.what}>
        {connector && <ConnectorTile svg={connector.icon} />}
        <div className={classes.words}>
          <Link className={`${classes.name} ${classes.open}`} href={path(`/connections/${connection.id}`)}>
            {connection.name}
          </Link>
          <span className={classes.about}>{connection.accountLabel ?? connector?.summary ?? connection.connector}</span>
        </div>
      </div>
      <div className={classes.foot}>
        <StateMark thing="connection" state={connection.state} />
        <span className={classes.note}>
          {connection.reason || !connection.pipelines ? (
            <Note connection={connection} />
          ) : (
            t('connections.used_by', { n: connection.pipelines })
          )}
        </span>
      </div>
    </li>
  )
}

/** A connector that could be connected. */
export function OfferCard({ connector }: { connector: ConnectorCard }) {
  const { t } = useT()
  const { path, may } = useShared()
  return (
    <li className={classes.card} data-quiet>
      <div className={classes.what}>
        <ConnectorTile svg={connector.icon} />
        <div className={classes.words}>
          <span className={classes.name}>{connector.name}</span>
          <span className={classes.about} title={connector.summary}>
            {connector.summary}
          </span>
        </div>
      </div>
      <div className={classes.foot}>
        <span className={classes.note}>{t('states.connection.not_connected')}</span>
        {may('connections.manage') && (
          <TextLink href={path(`/connections/new?connector=${connector.id}`)}>{t('connections.connect')}</TextLink>
        )}
      </div>
    </li>
  )
}
