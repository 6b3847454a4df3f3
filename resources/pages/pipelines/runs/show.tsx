import { Chain } from '~/components/chain/chain'
import type { Hop } from '~/components/chain/types'
import { VerdictsCard, type Verdict } from '~/components/guard/verdicts'
import { LegsCard, type Leg } from '~/components/pipelines/legs_card'
import { ReplayButton, RunActions } from '~/components/pipelines/run_actions'
import { StepTable, type Ahead, type Step } from '~/components/pipelines/step_table'
import { clock, moment } from '~/hooks/format'
import { useLive } from '~/hooks/use_live'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card, CardSection } from '~/ui/card'
import { CodeBlock } from '~/ui/code_block'
import { CopyId } from '~/ui/copy_id'
import { PageHeader } from '~/ui/page_header'
import { StateMark } from '~/ui/state_mark'
import { TextLink } from '~/ui/text_link'
import type { JsonParams } from '~/hooks/json'

type RunInfo = {
  id: string
  pipelineId: string
  contactId: string
  replayOf: string | null
  dueAt: number | null
  startedAt: number
  state: string
  heldBy: string | null
  reason: { code: string; params: JsonParams } | null
  pipeline: string
  contact: string
  version: number
}
type RunMessage = Leg & { stepRunId: string | null; verdicts: Verdict[] }

type ShowRunProps = { run: RunInfo; steps: Step[]; ahead: Ahead[]; messages: RunMessage[]; chain: { hops: Hop[] } }

function StepData({ step }: { step: Step | undefined }) {
  const { t } = useT()
  if (!step?.input && !step?.output) return null
  return (
    <CardSection>
      <div className="st-stack">
        {step.input && <CodeBlock title={t('pipelines.input_of', { step: step.name })} value={step.input} />}
        {step.output && <CodeBlock title={t('pipelines.output_of', { step: step.name })} value={step.output} />}
      </div>
    </CardSection>
  )
}

function useChosen(steps: Step[], messages: RunMessage[]) {
  const wanted = useQuery().get('step')
  const withMessage = steps.findLast((step) => messages.some(({ stepRunId }) => stepRunId === step.id))
  const step = steps.find(({ id }) => id === wanted) ?? withMessage ?? steps.at(-1)
  const legs = messages.filter(({ stepRunId }) => stepRunId === step?.id)
  return { step, legs, message: legs.at(-1) }
}

export default function ShowRun({ run, steps, ahead, messages, chain }: ShowRunProps) {
  const { t, reason } = useT()
  const { path, workspace } = useShared()
  const { step, legs, message } = useChosen(steps, messages)
  useLive(workspace && `workspaces/${workspace.id}/activity`, { only: ['run', 'steps', 'ahead', 'messages', 'chain'] })
  const more =
    run.state === 'waiting' && run.dueAt !== null ? t('pipelines.until_time', { until: moment(run.dueAt) }) : undefined
  return (
    <>
      <PageHeader
        title={`${run.contact}, ${clock(run.startedAt)}`}
        crumbs={[
          { label: t('pipelines.title'), href: path('/pipelines') },
          { label: run.pipeline, href: path(`/pipelines/${run.pipelineId}`) },
          { label: t('pipelines.runs'), href: path(`/pipelines/${run.pipelineId}?view=runs`) },
        ]}
        pills={
          <>
            <StateMark pill thing="run" state={run.state} more={more} />
            <CopyId id={run.id} />
          </>
        }
        note={run.reason && reason(run.reason.code, run.reason.params)}
        secondary={<RunActions run={run} />}
        primary={<ReplayButton id={run.id} />}
      />
      <div className="st-stack">
        <Card>
          <Chain hops={chain.hops} />
        </Card>
        <div className={message ? 'st-split' : 'st-stack'}>
          <Card
            title={t('pipelines.step_by_step')}
            note={t('pipelines.version_n', { version: run.version })}
            flush
            aside={<TextLink href={path(`/contacts/${run.contactId}`)}>{t('pipelines.see_contact')}</TextLink>}
          >
            <StepTable steps={steps} ahead={ahead} selected={step?.id ?? null} />
            <StepData step={step} />
          </Card>
          {message && (
            <div className="st-stack">
              {legs.length > 1 && <LegsCard legs={legs} />}
              <VerdictsCard verdicts={message.verdicts} />
            </div>
          )}
        </div>
      </div>
    </>
  )
}
