import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable, type Column } from '~/ui/data_table'
import { EmptyState } from '~/ui/empty_state'
import { StateMark } from '~/ui/state_mark'
import { Time } from '~/ui/time'
import { IconChecklist } from '@tabler/icons-react'
import type { ApprovalLine } from './types.ts'

function useColumns(): Array<Column<ApprovalLine>> {
  const { t } = useT()
  return [
    { key: 'who', header: t('ai.contact'), width: 160, cell: ({ contact }) => contact.name ?? t('ai.unnamed') },
    {
      key: 'text',
      header: t('ai.reply'),
      main: true,
      share: 2,
      cell: ({ finalText, proposedText }) => finalText ?? proposedText,
      phone: 'second-rest',
    },
    {
      key: 'state',
      header: t('ai.decision'),
      width: 150,
      cell: ({ state }) => <StateMark thing="approval" state={state} />,
      phone: 'first-end',
    },
    { key: 'by', header: t('ai.by'), width: 140, cell: ({ decidedBy }) => decidedBy ?? '–', phone: 'hide' },
    {
      key: 'at',
      header: t('ai.when'),
      width: 150,
      cell: ({ decidedAt, createdAt }) => <Time at={decidedAt ?? createdAt} form="moment" />,
      phone: 'second-end',
    },
  ]
}

/** What was decided, newest first; each leads to its run. */
export function DecidedTable({ approvals, older }: { approvals: ApprovalLine[]; older: string | null }) {
  const { t } = useT()
  const { path } = useShared()
  const query = useQuery()
  return (
    <Card flush>
      <DataTable
        label={t('ai.decided')}
        columns={useColumns()}
        rows={approvals}
        rowKey={({ id }) => id}
        rowHref={({ runId }) => path(`/runs/${runId}`)}
        pager={{ older: older && query.href({ before: older }) }}
        empty={<EmptyState icon={IconChecklist} title={t('ai.none_decided')} />}
      />
    </Card>
  )
}
