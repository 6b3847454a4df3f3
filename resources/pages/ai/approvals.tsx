import { Link } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { IconChecklist } from '@tabler/icons-react'
import { AiHead } from '~/components/ai/ai_head'
import classes from '~/components/ai/approval_card.module.css'
import { ApprovalCard } from '~/components/ai/approval_card'
import { DecidedTable } from '~/components/ai/decided_table'
import type { ApprovalLine } from '~/components/ai/types'
import { useApprovals } from '~/components/ai/use_approvals'
import { useLive } from '~/hooks/use_live'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { EmptyState } from '~/ui/empty_state'
import { FilterTabs } from '~/ui/filter_tabs'
import { LiveMark } from '~/ui/state_mark'
import { TextLink } from '~/ui/text_link'

type Props = { approvals: ApprovalLine[]; older: string | null; show: 'waiting' | 'decided'; waiting: number }

function NothingWaits() {
  const { t } = useT()
  const { path, may } = useShared()
  const build = may('pipelines.edit') && (
    <Button component={Link} href={path('/pipelines')} variant="default">
      {t('ai.to_pipelines')}
    </Button>
  )
  return (
    <Card quiet>
      <EmptyState icon={IconChecklist} title={t('ai.none_waiting')} actions={build}>
        {t('ai.none_waiting_help')}
      </EmptyState>
    </Card>
  )
}

/** For those who have keys. */
function Hint() {
  const { t } = useT()
  return (
    <p className={classes.hint} aria-hidden>
      {t('ai.keys')}
    </p>
  )
}

function Waiting({ approvals, older }: Pick<Props, 'approvals' | 'older'>) {
  const { t } = useT()
  const query = useQuery()
  const { chosen, choose, deciding } = useApprovals(approvals)
  if (approvals.length === 0) return <NothingWaits />
  return (
    <div className="st-stack" style={{ gap: 16, maxWidth: 860 }}>
      {approvals.map((approval) => (
        <ApprovalCard
          key={approval.id}
          approval={approval}
          chosen={approval.id === chosen}
          onChoose={() => choose(approval.id)}
          deciding={deciding(approval)}
        />
      ))}
      {older && <TextLink href={query.href({ before: older })}>{t('ai.later_ones')}</TextLink>}
    </div>
  )
}

export default function Approvals({ approvals, older, show, waiting }: Props) {
  const { t } = useT()
  const { workspace } = useShared()
  const live = useLive(workspace && `workspaces/${workspace.id}/activity`, {
    only: ['approvals', 'older', 'waiting', 'counts'],
  })
  const choices = [
    { value: 'waiting', label: t('ai.waiting'), count: waiting },
    { value: 'decided', label: t('ai.decided') },
  ]
  return (
    <>
      <AiHead pills={<LiveMark on={live} />} />
      <div className="st-stack" style={{ gap: 16 }}>
        <div>
          <FilterTabs name="show" label={t('ai.tab.approvals')} choices={choices} />
        </div>
        {show === 'waiting' ? (
          <>
            {approvals.length > 0 && <Hint />}
            <Waiting approvals={approvals} older={older} />
          </>
        ) : (
          <DecidedTable approvals={approvals} older={older} />
        )}
      </div>
    </>
  )
}
