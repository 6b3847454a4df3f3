import { router } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { AboutCard } from '~/components/templates/about_card'
import { HistoryCard } from '~/components/templates/history_card'
import { MessageCard } from '~/components/templates/message_card'
import { PreviewPhone } from '~/components/templates/preview_phone'
import { RejectedNotice } from '~/components/templates/rejected_notice'
import { emptyVariant } from '~/components/templates/slots'
import type { Limits, Problem, PublishedVersion, Variant } from '~/components/templates/types'
import { useTemplateForm } from '~/components/templates/use_template_form'
import { ValuesCard } from '~/components/templates/values_card'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { ConfirmDialog } from '~/ui/confirm_dialog'
import { Notice } from '~/ui/error_box'
import { PageHeader } from '~/ui/page_header'
import { Pill, StateMark } from '~/ui/state_mark'

type EditTemplateProps = {
  template: { id: string; name: string; purpose: string } | null
  variants: Variant[]
  version: number
  draft: boolean
  problems: Problem[]
  history: PublishedVersion[]
  providers: Array<{ id: string; name: string }>
  limits: Limits
  /** The workspace's own, which a new template begins with. */
  language: string
}

function Pills({
  version,
  draft,
  problems,
  history,
  isDirty,
}: Pick<EditTemplateProps, 'version' | 'draft' | 'problems' | 'history'> & { isDirty: boolean }) {
  const { t } = useT()
  const [live] = history
  const states = live?.approvals.map(({ status }) => status) ?? []
  const state = states.find((status) => status !== 'approved') ?? states[0] ?? 'published'
  const note = isDirty
    ? t('templates.unsaved')
    : problems.length > 0
      ? t('templates.to_fix', { count: problems.length })
      : t('templates.ready')
  return (
    <>
      {live && <StateMark pill thing="template" state={state} more={`v${live.version}`} />}
      {(draft || isDirty) && (
        <Pill tone={problems.length > 0 ? 'wait' : 'idle'} shape={problems.length > 0 ? 'triangle' : 'ring'}>
          {t('templates.draft_pill', { version, note })}
        </Pill>
      )}
    </>
  )
}

type NextStepProps = {
  form: ReturnType<typeof useTemplateForm>
  isNew: boolean
  draft: boolean
  version: number
  barred: boolean
  approval: boolean
}

/** Save what is unsaved, else hand in what is saved. */
function NextStep({ form, isNew, draft, version, barred, approval }: NextStepProps) {
  const { t } = useT()
  if (isNew || form.isDirty || !draft) {
    return (
      <Button onClick={form.save} loading={form.processing} disabled={!isNew && !form.isDirty}>
        {t('templates.save')}
      </Button>
    )
  }
  return (
    <Button onClick={form.submit} disabled={barred}>
      {t(approval ? 'templates.submit' : 'templates.publish', { version })}
    </Button>
  )
}

export default function EditTemplate(props: EditTemplateProps) {
  const { template, variants, version, draft, problems, history, providers, limits, language } = props
  const { t } = useT()
  const { path, may } = useShared()
  const [archiving, setArchiving] = useState(false)
  const fixed = !may('templates.edit')
  const start = {
    name: template?.name ?? '',
    purpose: template?.purpose ?? 'marketing',
    variants: variants.length > 0 ? variants : [emptyVariant(language)],
  }
  const form = useTemplateForm({ id: template?.id ?? null, form: start, problems, base: path('/templates') })
  const primary = (
    <NextStep
      form={form}
      isNew={template === null}
      draft={draft}
      version={version}
      barred={problems.length > 0}
      approval={providers.length > 0}
    />
  )

  return (
    <>
      <PageHeader
        title={template?.name ?? t('templates.new')}
        crumbs={[{ label: t('templates.title'), href: path('/templates') }]}
        pills={<Pills version={version} draft={draft} problems={problems} history={history} isDirty={form.isDirty} />}
        secondary={
          !fixed && template ? (
            <Button variant="default" onClick={() => setArchiving(true)}>
              {t('templates.archive')}
            </Button>
          ) : undefined
        }
        primary={fixed ? undefined : primary}
      />
      <div className="st-split">
        <div className="st-stack">
          <RejectedNotice history={history} providers={providers} onRetry={form.submit} />
          {draft && history.length > 0 && providers.length > 0 && (
            <Notice>{t('templates.keeps_sending', { live: history[0]?.version ?? 1, version })}</Notice>
          )}
          <AboutCard
            data={form.data}
            errors={form.errors}
            fixed={fixed}
            language={form.language}
            onName={form.setName}
            onPurpose={form.setPurpose}
            onLanguage={form.setLanguage}
            onAdd={form.addLanguage}
            onRemove={form.removeLanguage}
          />
          <MessageCard
            content={form.variant.content}
            limits={limits}
            fixed={fixed}
            wrong={form.wrong}
            onChange={form.setContent}
          />
          <ValuesCard
            variables={form.variant.variables}
            fixed={fixed}
            wrong={form.wrong}
            onChange={form.setVariables}
          />
          <HistoryCard history={history} providers={providers} />
        </div>
        <PreviewPhone variant={form.variant} />
      </div>
      <ConfirmDialog
        opened={archiving}
        onClose={() => setArchiving(false)}
        onConfirm={() => router.delete(path(`/templates/${template?.id}`))}
        title={t('templates.archive_title', { name: template?.name ?? '' })}
        losses={[t('templates.archive_loss')]}
        confirm={t('templates.archive')}
      />
    </>
  )
}
