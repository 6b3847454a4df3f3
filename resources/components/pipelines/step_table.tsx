import { stepIcon } from './icons.ts'
import { useQuery } from '~/hooks/use_query'
import { useT } from '~/hooks/use_t'
import { duration } from '~/hooks/format'
import { DataTable, type Column } from '~/ui/data_table'
import { StateMark } from '~/ui/state_mark'
import { Time } from '~/ui/time'
import type { JsonParams } from '~/hooks/json'

export type Step = {
  id: string
  node: string
  type: string
  name: string
  visit: number
  attempt: number
  state: string
  said: string
  input: JsonParams | null
  output: JsonParams | null
  code: string | null
  params: JsonParams | null
  until: number | null
  startedAt: number
  endedAt: number | null
}

export type Ahead = { node: string; type: string; name: string; said: string }

type Row = {
  id: string
  at: number | null
  type: string
  name: string
  state: string
  said: string
  until: number | null
  took: number | null
}

function rowsOf(steps: Step[], ahead: Ahead[], reason: (code: string, params: JsonParams) => string): Row[] {
  return [
    ...steps.map((step) => ({
      id: step.id,
      at: step.startedAt,
      type: step.type,
      name: step.visit > 1 ? `${step.name} (${step.visit})` : step.name,
      state: step.state,
      until: step.state === 'waiting' ? step.until : null,
      said: step.code ? reason(step.code, step.params ?? {}) : step.said,
      took: step.endedAt === null ? null : step.endedAt - step.startedAt,
    })),
    ...ahead.map(({ node, type, name, said }) => ({
      id: node,
      at: null,
      type,
      name,
      state: 'not_reached',
      said,
      until: null,
      took: null,
    })),
  ]
}

/** The run step by step; choosing one shows what went in and came out. */
export function StepTable({ steps, ahead, selected }: { steps: Step[]; ahead: Ahead[]; selected: string | null }) {
  const { t, reason } = useT()
  const query = useQuery()
  const columns: Array<Column<Row>> = [
    {
      key: 'time',
      header: t('pipelines.time'),
      width: 88,
      phone: 'first',
      cell: ({ at }) => (at === null ? '–' : <Time at={at} form="seconds" mono />),
    },
    {
      key: 'step',
      header: t('pipelines.step'),
      main: true,
      cell: ({ type, name }) => {
        const Icon = stepIcon(type)
        return (
          <>
            <Icon size={16} stroke={1.6} aria-hidden style={{ verticalAlign: '-3px', marginRight: 8 }} />
            {name}
          </>
        )
      },
    },
    {
      key: 'outcome',
      header: t('pipelines.outcome'),
      width: 128,
      whole: true,
      cell: ({ state }) => <StateMark thing="step" state={state} />,
    },
    {
      key: 'said',
      header: '',
      share: 1.3,
      cell: ({ said, until }) =>
        until === null ? (
          said
        ) : (
          <>
            {t('pipelines.until')} <Time at={until} form="moment" />
          </>
        ),
    },
    {
      key: 'took',
      header: t('pipelines.took'),
      width: 84,
      align: 'end',
      phone: 'hide',
      cell: ({ took }) => (took === null ? '' : duration(took)),
    },
  ]
  return (
    <DataTable
      label={t('pipelines.step_by_step')}
      columns={columns}
      rows={rowsOf(steps, ahead, reason)}
      rowKey={({ id }) => id}
      rowHref={({ id }) => query.href({ step: id })}
      selected={selected ?? undefined}
    />
  )
}
