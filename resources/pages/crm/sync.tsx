import { IconPlugConnectedX } from '@tabler/icons-react'
import { useState } from 'react'
import { ConnectionHead } from '~/components/connections/connection_head'
import type { ConnectionLine, ConnectorCard } from '~/components/connections/types'
import { BackfillCard } from '~/components/crm/backfill_card'
import { LogTable } from '~/components/crm/log_table'
import { MappingEditor } from '~/components/crm/mapping_editor'
import { PreviewCard } from '~/components/crm/preview_card'
import { SwitchesCard } from '~/components/crm/switches_card'
import type {
  Backfill,
  CrmField,
  LogLine,
  MappingProblem,
  MappingRow,
  OwnField,
  Sync as SyncState,
} from '~/components/crm/types'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import classes from '~/components/crm/crm.module.css'
import { EmptyState } from '~/ui/empty_state'

type SyncProps = {
  connection: ConnectionLine
  connector: ConnectorCard
  listens: boolean
  sync: SyncState
  mapping: MappingRow[]
  own: OwnField[]
  crm: CrmField[]
  problems: MappingProblem[]
  people: { id: string; name: string }[]
  backfill: Backfill | null
  entries: LogLine[]
  older: string | null
}

/** The editor begins anew when what is stored has changed. */
function Fields(props: SyncProps) {
  const { connection, connector, mapping, own, crm, problems, people, sync, backfill } = props
  const { may } = useShared()
  const [rows, setRows] = useState(mapping)
  const common = { connectionId: connection.id, name: connector.name }
  return (
    <>
      <MappingEditor
        {...common}
        saved={mapping}
        rows={rows}
        onChange={setRows}
        own={own}
        crm={crm}
        problems={problems}
      />
      <div className={classes.pair}>
        <BackfillCard {...common} sync={sync} backfill={backfill} />
        {may('connections.manage') && <PreviewCard {...common} people={people} rows={rows} own={own} />}
      </div>
    </>
  )
}

export default function Sync(props: SyncProps) {
  const { connection, connector, listens, sync, mapping, entries, older, own } = props
  const { t, reason } = useT()
  return (
    <>
      <ConnectionHead connection={connection} connector={connector} listens={listens} />
      <div className="st-stack">
        {sync.fieldsAt === null ? (
          <EmptyState icon={IconPlugConnectedX} title={t('crm.no_fields', { name: connector.name })}>
            {sync.code ? reason(sync.code, sync.params ?? {}) : t('crm.no_fields_help')}
          </EmptyState>
        ) : (
          <>
            <SwitchesCard connectionId={connection.id} name={connector.name} sync={sync} />
            <Fields key={JSON.stringify(mapping)} {...props} />
            <LogTable entries={entries} older={older} own={own} />
          </>
        )}
      </div>
    </>
  )
}
