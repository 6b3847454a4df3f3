import { Group, Select } from '@mantine/core'
import { RunTable, type RunLine } from '~/components/pipelines/run_table'
import { useLive } from '~/hooks/use_live'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { FilterTabs } from '~/ui/filter_tabs'
import { PageHeader } from '~/ui/page_header'

const STATES = ['', 'active', 'waiting', 'completed', 'exited', 'attention', 'paused']

type RunsProps = {
  runs: RunLine[]
  older: string | null
  filter: { pipeline: string | null; state: string | null }
  pipelines: { id: string; name: string }[]
}

export default function Runs({ runs, older, filter, pipelines }: RunsProps) {
  const { t } = useT()
  const { path, workspace } = useShared()
  const query = useQuery()
  useLive(workspace && `workspaces/${workspace.id}/activity`, { only: ['runs', 'older'], every: 2000 })
  return (
    <>
      <PageHeader title={t('pipelines.runs')} crumbs={[{ label: t('pipelines.title'), href: path('/pipelines') }]} />
      <Group gap={8} mb={12}>
        <Select
          size="xs"
          w={220}
          aria-label={t('pipelines.pipeline')}
          placeholder={t('pipelines.any_pipeline')}
          clearable
          data={pipelines.map(({ id, name }) => ({ value: id, label: name }))}
          value={filter.pipeline}
          onChange={(pipeline) => query.set({ pipeline, before: null })}
        />
        <FilterTabs
          name="state"
          label={t('pipelines.state')}
          choices={STATES.map((value) => ({ value, label: t(`pipelines.filter.${value || 'all'}`) }))}
        />
      </Group>
      <Card flush>
        <RunTable runs={runs} older={older} withPipeline />
      </Card>
    </>
  )
}
