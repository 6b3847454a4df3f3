import { router, usePage } from '@inertiajs/react'
import { Button, Group, Select } from '@mantine/core'
import { IconArrowsExchange } from '@tabler/icons-react'
import { useState } from 'react'
import { mapOf, settingsOf } from '~/components/connections/body_map'
import type { Leaf, MappingTarget } from '~/components/connections/body_map'
import { BodyMapPreview } from '~/components/connections/body_map_preview'
import { BodyMapTable } from '~/components/connections/body_map_table'
import { ConnectionHead } from '~/components/connections/connection_head'
import type { ConnectionLine, ConnectorCard, JsonObject } from '~/components/connections/types'
import { moment } from '~/hooks/format'
import { useLive } from '~/hooks/use_live'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { CodeBlock } from '~/ui/code_block'
import { EmptyState } from '~/ui/empty_state'
import { ErrorBox } from '~/ui/error_box'
import { LiveMark } from '~/ui/state_mark'

type MappingProps = {
  connection: ConnectionLine
  connector: ConnectorCard
  url: string | null
  targets: MappingTarget[]
  settings: JsonObject
  samples: { id: string; receivedAt: number }[]
  sample: { id: string; leaves: Leaf[] } | null
}

export default function Mapping(props: MappingProps) {
  const { connection, connector, sample } = props
  return (
    <>
      <ConnectionHead connection={connection} connector={connector} listens />
      {sample ? <Editor key={sample.id} {...props} sample={sample} /> : <Waiting {...props} />}
    </>
  )
}

/** Nothing has come yet: how to send something, and a page that notices by itself. */
function Waiting({ url }: MappingProps) {
  const { t } = useT()
  const { workspace } = useShared()
  const live = useLive(workspace && `workspaces/${workspace.id}/activity`, { only: ['sample', 'samples'], every: 1000 })
  const example = `curl ${url ?? 'https://…'} -H 'content-type: application/json' -d '{"customer":{"phone":"+393330000101"}}'`
  return (
    <EmptyState
      icon={IconArrowsExchange}
      title={t('connections.mapping_waiting')}
      actions={
        <>
          <Button variant="default" onClick={() => router.reload()}>
            {t('connections.mapping_look')}
          </Button>
          <LiveMark on={live} />
        </>
      }
    >
      {t('connections.mapping_waiting_help')}
      <div style={{ marginTop: 16, textAlign: 'left' }}>
        <CodeBlock title={t('connections.mapping_example')} value={example} />
      </div>
    </EmptyState>
  )
}

function Editor({
  connection,
  targets,
  settings,
  samples,
  sample,
}: MappingProps & { sample: { id: string; leaves: Leaf[] } }) {
  const { t } = useT()
  const { path } = useShared()
  const query = useQuery()
  const errors = Object.values(usePage().props.errors ?? {}) as string[]
  const [map, setMap] = useState(() => mapOf(settings, targets))
  const [saving, setSaving] = useState(false)
  const wanted = settingsOf(map, settings, targets)
  const changed = targets.some(({ name }) => (wanted[name] ?? '') !== (settings[name] ?? ''))
  const save = () =>
    router.put(
      path(`/connections/${connection.id}`),
      { settings: wanted },
      { preserveScroll: true, onStart: () => setSaving(true), onFinish: () => setSaving(false) }
    )
  return (
    <div className="st-stack">
      <Group justify="space-between">
        <Select
          size="xs"
          aria-label={t('connections.mapping_sample')}
          data={samples.map(({ id, receivedAt }) => ({ value: id, label: moment(receivedAt) }))}
          value={sample.id}
          onChange={(delivery) => query.set({ delivery })}
          allowDeselect={false}
        />
        <Group gap={8}>
          <Button variant="default" disabled={!changed} onClick={() => setMap(mapOf(settings, targets))}>
            {t('connections.mapping_undo')}
          </Button>
          <Button disabled={!changed} loading={saving} onClick={save}>
            {t('connections.mapping_save')}
          </Button>
        </Group>
      </Group>
      {errors.length > 0 && <ErrorBox title={errors.join(' ')} />}
      <div className="st-split">
        <BodyMapTable leaves={sample.leaves} targets={targets} map={map} onChange={setMap} />
        <div className="st-stack">
          <BodyMapPreview connectionId={connection.id} delivery={sample.id} settings={wanted} />
        </div>
      </div>
    </div>
  )
}
