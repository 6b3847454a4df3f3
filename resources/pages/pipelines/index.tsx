import { Link } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { IconPlus, IconRoute } from '@tabler/icons-react'
import { number } from '~/hooks/format'
import { useLive } from '~/hooks/use_live'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable, type Column } from '~/ui/data_table'
import { EmptyState } from '~/ui/empty_state'
import { PageHeader } from '~/ui/page_header'
import { StateMark } from '~/ui/state_mark'
import { TextLink } from '~/ui/text_link'

type Line = {
  id: string
  name: string
  kind: string
  state: string
  events: string[]
  version: number | null
  entered: number
  active: number
  failed: number
}

function useColumns(): Array<Column<Line>> {
  const { t, wordOf } = useT()
  return [
    { key: 'name', header: t('pipelines.name'), main: true, share: 1.4, cell: ({ name }) => name },
    {
      key: 'state',
      header: t('pipelines.state'),
      width: 140,
      whole: true,
      phone: 'first-end',
      cell: ({ state, version }) => (
        <StateMark thing="pipeline" state={state} more={version ? `· v${version}` : undefined} />
      ),
    },
    {
      key: 'events',
      header: t('pipelines.trigger'),
      share: 1.6,
      phone: 'second',
      cell: ({ events }) => events.map((type) => wordOf(`events.${type}`)).join(', ') || '–',
    },
    {
      key: 'entered',
      header: t('pipelines.entered_30'),
      width: 130,
      align: 'end',
      phone: 'second-end',
      cell: ({ entered }) => number(entered),
    },
    {
      key: 'active',
      header: t('pipelines.active'),
      width: 100,
      align: 'end',
      phone: 'hide',
      cell: ({ active }) => number(active),
    },
    {
      key: 'failed',
      header: t('pipelines.failed'),
      width: 90,
      align: 'end',
      phone: 'hide',
      cell: ({ failed }) => (failed > 0 ? <span style={{ color: 'var(--st-bad)' }}>{number(failed)}</span> : '0'),
    },
  ]
}

export default function Pipelines({ pipelines }: { pipelines: Line[] }) {
  const { t } = useT()
  const { path, may, workspace } = useShared()
  useLive(workspace && `workspaces/${workspace.id}/activity`, { only: ['pipelines'], every: 3000 })
  const add = may('pipelines.edit') && (
    <Button component={Link} href={path('/pipelines/new')} leftSection={<IconPlus size={16} />}>
      {t('pipelines.new')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('pipelines.title')}
        secondary={<TextLink href={path('/runs')}>{t('pipelines.all_runs')}</TextLink>}
        primary={add}
      />
      <Card flush>
        <DataTable
          label={t('pipelines.title')}
          columns={useColumns()}
          rows={pipelines}
          rowKey={({ id }) => id}
          rowHref={({ id }) => path(`/pipelines/${id}`)}
          empty={
            <EmptyState icon={IconRoute} title={t('pipelines.empty')} actions={add}>
              {t('pipelines.empty_help')}
            </EmptyState>
          }
        />
      </Card>
    </>
  )
}
