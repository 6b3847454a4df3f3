import { compact, duration, number } from '~/hooks/format'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable, type Column } from '~/ui/data_table'
import { EmptyState } from '~/ui/empty_state'
import { StateMark } from '~/ui/state_mark'
import { Time } from '~/ui/time'
import { IconSparkles } from '@tabler/icons-react'
import { micros } from './micros.ts'
import type { CallLine, Usage } from './types.ts'

/** For what the month's calls were made. */
export function PurposeTable({ usage }: { usage: Usage }) {
  const { t, wordOf } = useT()
  const columns: Array<Column<Usage['purposes'][0]>> = [
    { key: 'purpose', header: t('ai.purpose'), main: true, cell: ({ purpose }) => wordOf(`ai.purpose.${purpose}`) },
    { key: 'calls', header: t('ai.calls'), width: 80, align: 'end', phone: 'hide', cell: ({ calls }) => number(calls) },
    {
      key: 'tokens',
      header: t('ai.tokens'),
      width: 90,
      align: 'end',
      phone: 'hide',
      cell: ({ tokens }) => compact(tokens),
    },
    {
      key: 'cost',
      header: t('ai.cost'),
      width: 110,
      align: 'end',
      cell: (each) => micros(each.micros, usage.currency),
      phone: 'first-end',
    },
  ]
  return (
    <Card flush title={t('ai.by_purpose')}>
      <DataTable label={t('ai.by_purpose')} columns={columns} rows={usage.purposes} rowKey={({ purpose }) => purpose} />
    </Card>
  )
}

function useCallColumns(): Array<Column<CallLine>> {
  const { t, wordOf, reason } = useT()
  const cost = ({ costMicros, currency, state }: CallLine) => {
    if (state === 'refused' || state === 'failed') return '–'
    return costMicros === null ? t('ai.price_unknown') : micros(costMicros, currency)
  }
  return [
    { key: 'purpose', header: t('ai.purpose'), main: true, cell: ({ purpose }) => wordOf(`ai.purpose.${purpose}`) },
    { key: 'model', header: t('ai.model'), cell: ({ model }) => model ?? '–', phone: 'second' },
    {
      key: 'state',
      header: t('ai.outcome'),
      share: 1.6,
      cell: ({ state, code, params }) => (
        <StateMark thing="ai_call" state={state} more={code ? `· ${reason(code, params)}` : undefined} />
      ),
      phone: 'second-rest',
    },
    {
      key: 'tokens',
      header: t('ai.tokens'),
      width: 110,
      align: 'end',
      cell: ({ inputTokens, outputTokens }) => `${compact(inputTokens)} → ${compact(outputTokens)}`,
      phone: 'hide',
    },
    { key: 'cost', header: t('ai.cost'), width: 120, align: 'end', cell: cost, phone: 'first-end' },
    {
      key: 'took',
      header: t('ai.took'),
      width: 70,
      align: 'end',
      cell: ({ tookMs }) => (tookMs === null ? '–' : duration(tookMs)),
      phone: 'hide',
    },
    { key: 'at', header: t('ai.when'), width: 110, cell: ({ at }) => <Time at={at} />, phone: 'second-end' },
  ]
}

/** The last calls, those refused for lack of budget included. */
export function CallTable({ calls, older }: { calls: CallLine[]; older: string | null }) {
  const { t } = useT()
  const { path } = useShared()
  const query = useQuery()
  return (
    <Card flush title={t('ai.recent_calls')}>
      <DataTable
        label={t('ai.recent_calls')}
        columns={useCallColumns()}
        rows={calls}
        rowKey={({ id }) => id}
        rowHref={({ runId }) => (runId ? path(`/runs/${runId}`) : undefined)}
        pager={{ older: older && query.href({ before: older }) }}
        empty={
          <EmptyState icon={IconSparkles} title={t('ai.no_calls')}>
            {t('ai.no_calls_help')}
          </EmptyState>
        }
      />
    </Card>
  )
}
