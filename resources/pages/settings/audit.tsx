import { IconListSearch } from '@tabler/icons-react'
import { SettingsHead } from '~/components/settings/settings_tabs'
import { useQuery } from '~/hooks/use_query'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable } from '~/ui/data_table'
import { EmptyState } from '~/ui/empty_state'
import { SearchInput } from '~/ui/search_input'
import { Time } from '~/ui/time'

type Entry = {
  id: string
  at: number
  actorKind: string
  actorName: string | null
  action: string
  subjectKind: string
  subjectId: string | null
  changes: { name: string; before: string | null; after: string | null }[]
}

const inWords = ({ name, before, after }: Entry['changes'][number]) =>
  `${name} ${[before, after].filter((value) => value !== null).join(' → ')}`

const Changes = ({ changes }: Pick<Entry, 'changes'>) => (
  <span className="st-mono">{changes.map(inWords).join(', ')}</span>
)

/** Who changed what, when: every change of this workspace. */
export default function Audit({ entries, older }: { entries: Entry[]; older: string | null }) {
  const { t, wordOf } = useT()
  const query = useQuery()
  return (
    <>
      <SettingsHead />
      <div style={{ maxWidth: 320, marginBottom: 12 }}>
        <SearchInput name="action" placeholder={t('settings.audit_search')} />
      </div>
      <Card flush>
        <DataTable
          label={t('settings.tab.audit')}
          rows={entries}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'action',
              header: t('settings.audit_action'),
              main: true,
              share: 1.2,
              cell: ({ action }) => wordOf(`audit.${action}`),
            },
            {
              key: 'who',
              header: t('settings.audit_who'),
              cell: ({ actorName, actorKind }) => actorName ?? t(`settings.actor_${actorKind}`),
              phone: 'second',
            },
            {
              key: 'change',
              header: t('settings.audit_change'),
              share: 2,
              cell: (entry) => <Changes changes={entry.changes} />,
              phone: 'hide',
            },
            {
              key: 'at',
              header: t('settings.audit_when'),
              width: 150,
              cell: ({ at }) => <Time at={at} form="moment" />,
              phone: 'second-end',
            },
          ]}
          pager={{ older: older && query.href({ before: older }) }}
          empty={
            <EmptyState icon={IconListSearch} title={t('settings.no_audit')}>
              {t('settings.no_audit_help')}
            </EmptyState>
          }
        />
      </Card>
    </>
  )
}
