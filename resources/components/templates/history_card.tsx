import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable } from '~/ui/data_table'
import { StateMark } from '~/ui/state_mark'
import { Time } from '~/ui/time'
import type { Approval, PublishedVersion } from './types.ts'

type Line = {
  key: string
  version: number
  language: string
  provider: string
  approval: Approval | null
  publishedAt: number | null
}

/** Versions that were published, and what each provider thinks of each of their languages. */
export function HistoryCard({
  history,
  providers,
}: {
  history: PublishedVersion[]
  providers: Array<{ id: string; name: string }>
}) {
  const { t, wordOf } = useT()
  if (history.length === 0) return null
  const lines = history.flatMap(({ version, publishedAt, languages, approvals }): Line[] => {
    if (approvals.length === 0)
      return languages.map((language) => ({
        key: `${version}${language}`,
        version,
        language,
        provider: '–',
        approval: null,
        publishedAt,
      }))
    return approvals.map((approval) => ({
      key: approval.id,
      version,
      language: approval.language,
      provider: providers.find(({ id }) => id === approval.connectionId)?.name ?? '–',
      approval,
      publishedAt,
    }))
  })
  return (
    <Card title={t('templates.history')} flush>
      <DataTable
        label={t('templates.history')}
        rows={lines}
        rowKey={({ key }) => key}
        columns={[
          { key: 'version', header: t('templates.version'), width: 84, cell: ({ version }) => `v${version}` },
          {
            key: 'language',
            header: t('templates.language'),
            width: 90,
            cell: ({ language }) => language,
            phone: 'first',
          },
          { key: 'provider', header: t('templates.provider'), cell: ({ provider }) => provider, phone: 'second-rest' },
          {
            key: 'state',
            header: t('templates.state'),
            width: 150,
            whole: true,
            cell: ({ approval }) =>
              approval ? <StateMark thing="template" state={approval.status} /> : t('templates.published'),
            phone: 'first-end',
          },
          {
            key: 'why',
            header: t('templates.why'),
            cell: ({ approval }) =>
              [approval?.reason ? wordOf(`templates.reason.${approval.reason.toLowerCase()}`) : '', approval?.detail]
                .filter(Boolean)
                .join(' · '),
            phone: 'hide',
          },
          {
            key: 'at',
            header: t('templates.since'),
            width: 100,
            align: 'end',
            cell: ({ approval, publishedAt }) => <Time at={approval?.statusSince ?? publishedAt} />,
            phone: 'second-end',
          },
        ]}
      />
    </Card>
  )
}
