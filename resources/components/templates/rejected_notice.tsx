import { Button } from '@mantine/core'
import { useT } from '~/hooks/use_t'
import { ErrorBox, Notice } from '~/ui/error_box'
import type { PublishedVersion } from './types.ts'

type RejectedNoticeProps = {
  history: PublishedVersion[]
  providers: Array<{ id: string; name: string }>
  onRetry: () => void
}

/** What the provider said against the newest version, and what to do about it. */
export function RejectedNotice({ history: [newest, ...older], providers, onRetry }: RejectedNoticeProps) {
  const { t, reason, wordOf } = useT()
  const nameOf = (id: string) => providers.find((provider) => provider.id === id)?.name ?? ''
  const rejected = newest?.approvals.find(({ status }) => status === 'rejected')
  const notTaken = newest?.approvals.find(({ status }) => status === 'draft')
  if (rejected && newest) {
    const why = (rejected.reason ?? 'none').toLowerCase()
    const keeps = older.find((version) => version.approvals.some(({ status }) => status === 'approved'))
    return (
      <ErrorBox
        title={t('templates.rejected', {
          provider: nameOf(rejected.connectionId),
          version: newest.version,
          why: wordOf(`templates.reason.${why}`),
        })}
      >
        {[
          rejected.detail,
          wordOf(`templates.advice.${why}`),
          keeps ? t('templates.older_sends', { version: keeps.version }) : null,
        ]
          .filter(Boolean)
          .join(' ')}
      </ErrorBox>
    )
  }
  if (!notTaken) return null
  return (
    <Notice
      kind="wait"
      title={t('templates.not_taken', { provider: nameOf(notTaken.connectionId) })}
      actions={
        <Button size="xs" onClick={onRetry}>
          {t('templates.retry')}
        </Button>
      }
    >
      {notTaken.reason ? reason(notTaken.reason) : null} {notTaken.detail}
    </Notice>
  )
}
