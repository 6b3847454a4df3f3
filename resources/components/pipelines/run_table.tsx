import { useShared } from '~/hooks/use_shared'
import { useQuery } from '~/hooks/use_query'
import { useT } from '~/hooks/use_t'
import { DataTable, type Column } from '~/ui/data_table'
import { EmptyState } from '~/ui/empty_state'
import { StateMark } from '~/ui/state_mark'
import { Time } from '~/ui/time'
import { IconRoute } from '@tabler/icons-react'
import type { JsonParams } from '~/hooks/json'

export type RunLine = {
  id: string
  pipeline: { id: string; name: string }
  contact: { id: string; name: string }
  state: string
  node: string
  dueAt: number | null
  reason: { code: string; params: JsonParams } | null
  startedAt: number
  endedAt: number | null
}

type RunTableProps = { runs: RunLine[]; older: string | null; withPipeline?: boolean }

function useColumns(withPipeline: boolean): Array<Column<RunLine>> {
  const { t, reason } = useT()
  const said = (run: RunLine) => {
    if (run.reason) return reason(run.reason.code, run.reason.params)
    return run.state === 'waiting' && run.dueAt !== null ? (
      <>
        {t('pipelines.until')} <Time at={run.dueAt} form="moment" />
      </>
    ) : (
      ''
    )
  }
  const columns: Array<Column<RunLine>> = [
    { key: 'contact', header: t('pipelines.contact'), main: true, share: 1.2, cell: (run) => run.contact.name },
    {
      key: 'state',
      header: t('pipelines.state'),
      width: 130,
      whole: true,
      phone: 'first-end',
      cell: (run) => <StateMark thing="run" state={run.state} />,
    },
    { key: 'said', header: t('pipelines.why'), share: 1.6, phone: 'second', cell: said },
    {
      key: 'at',
      header: t('pipelines.started'),
      width: 130,
      align: 'end',
      phone: 'second-end',
      cell: (run) => <Time at={run.startedAt} />,
    },
  ]
  const pipeline: Column<RunLine> = {
    key: 'pipeline',
    header: t('pipelines.pipeline'),
    phone: 'hide',
    cell: (run) => run.pipeline.name,
  }
  return withPipeline ? columns.toSpliced(1, 0, pipeline) : columns
}

/** Runs, newest first; each row opens its trace. */
export function RunTable({ runs, older, withPipeline = false }: RunTableProps) {
  const { t } = useT()
  const { path } = useShared()
  const query = useQuery()
  return (
    <DataTable
      label={t('pipelines.runs')}
      columns={useColumns(withPipeline)}
      rows={runs}
      rowKey={({ id }) => id}
      rowHref={({ id }) => path(`/runs/${id}`)}
      pager={{ older: older && query.href({ before: older }) }}
      empty={
        <EmptyState icon={IconRoute} title={t('pipelines.runs_empty')}>
          {t('pipelines.runs_empty_help')}
        </EmptyState>
      }
    />
  )
}
