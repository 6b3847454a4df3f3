import { Link, router } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { IconEdit } from '@tabler/icons-react'
import { PipelineActions } from '~/components/pipelines/actions'
import { Drawing } from '~/components/pipelines/drawing'
import { Problems, type Problem } from '~/components/pipelines/problems'
import { RulesCards, type Rules, type Totals } from '~/components/pipelines/rules_card'
import { RunTable, type RunLine } from '~/components/pipelines/run_table'
import type { Graph } from '~/components/pipelines/types'
import { useLive } from '~/hooks/use_live'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable } from '~/ui/data_table'
import { PageTabs } from '~/ui/filter_tabs'
import { PageHeader } from '~/ui/page_header'
import { Pill, StateMark } from '~/ui/state_mark'
import { Time } from '~/ui/time'

const VIEWS = ['canvas', 'outline', 'runs', 'rules', 'versions'] as const

type Version = { id: string; version: number; publishedAt: number }

type ShowProps = {
  pipeline: { id: string; name: string; kind: string; state: string }
  view: (typeof VIEWS)[number]
  version: number | null
  differs: boolean
  problems: Problem[]
  drawing: Graph
  rules: Rules
  figures: Totals
  runs: { runs: RunLine[]; older: string | null } | null
  versions: Version[]
}

function Head({ pipeline, version, differs, figures, versions }: ShowProps) {
  const { t } = useT()
  const { path, may } = useShared()
  const next = (versions[0]?.version ?? 0) + 1
  const edits = may('pipelines.edit')
  return (
    <PageHeader
      title={pipeline.name}
      crumbs={[{ label: t('pipelines.title'), href: path('/pipelines') }]}
      pills={
        <>
          <StateMark pill thing="pipeline" state={pipeline.state} more={version ? `· v${version}` : undefined} />
          {differs && version && (
            <Pill tone="wait" shape="clock">
              {t('pipelines.differs')}
            </Pill>
          )}
        </>
      }
      secondary={
        edits && (
          <>
            <PipelineActions pipeline={pipeline} active={figures.active} />
            <Button
              component={Link}
              variant="default"
              href={path(`/pipelines/${pipeline.id}/draft`)}
              leftSection={<IconEdit size={15} />}
            >
              {t('pipelines.edit')}
            </Button>
          </>
        )
      }
      primary={
        edits &&
        (differs || pipeline.state === 'stopped') && (
          <Button onClick={() => router.post(path(`/pipelines/${pipeline.id}/versions`))}>
            {t('pipelines.publish', { version: next })}
          </Button>
        )
      }
    />
  )
}

function Versions({ versions, version }: { versions: Version[]; version: number | null }) {
  const { t } = useT()
  return (
    <Card flush>
      <DataTable
        label={t('pipelines.versions')}
        columns={[
          { key: 'version', header: t('pipelines.version'), main: true, cell: (row) => `v${row.version}` },
          {
            key: 'state',
            header: t('pipelines.state'),
            whole: true,
            phone: 'first-end',
            cell: (row) => (row.version === version ? t('pipelines.takes_new_runs') : t('pipelines.older_version')),
          },
          {
            key: 'at',
            header: t('pipelines.published_at'),
            align: 'end',
            phone: 'second',
            cell: (row) => <Time at={row.publishedAt} form="moment" />,
          },
        ]}
        rows={versions}
        rowKey={({ id }) => id}
      />
    </Card>
  )
}

export default function ShowPipeline(props: ShowProps) {
  const { t } = useT()
  const { workspace } = useShared()
  const { view, drawing, problems, figures, rules, runs, versions, version } = props
  const query = useQuery()
  useLive(workspace && `workspaces/${workspace.id}/activity`, { only: ['drawing', 'figures', 'runs'], every: 3000 })
  const names = new Map([drawing.trigger, ...drawing.nodes].map(({ id, name }) => [id, name]))
  const counts: Partial<Record<string, number>> = { runs: figures.entered, versions: versions.length }
  const tabs = VIEWS.map((name) => ({
    href: query.href({ view: name === 'canvas' ? null : name, before: null }),
    label: t(`pipelines.view.${name}`),
    count: counts[name],
    current: name === view,
  }))
  return (
    <>
      <Head {...props} />
      <PageTabs tabs={tabs} label={t('pipelines.title')} />
      <div className="st-stack" style={{ marginTop: 16 }}>
        <Problems problems={problems} nameOf={(id) => names.get(id) ?? id} />
        {(view === 'canvas' || view === 'outline') && <Drawing graph={drawing} as={view} />}
        {view === 'runs' && runs && (
          <Card flush>
            <RunTable {...runs} />
          </Card>
        )}
        {view === 'rules' && <RulesCards rules={rules} figures={figures} />}
        {view === 'versions' && <Versions versions={versions} version={version} />}
      </div>
    </>
  )
}
