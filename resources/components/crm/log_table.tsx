import { IconArrowsLeftRight } from '@tabler/icons-react'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable, type Column } from '~/ui/data_table'
import { EmptyState } from '~/ui/empty_state'
import { FilterTabs } from '~/ui/filter_tabs'
import { SearchInput } from '~/ui/search_input'
import { StateMark } from '~/ui/state_mark'
import { Time } from '~/ui/time'
import type { LogLine, OwnField } from './types.ts'
import { ownTitle, shownValue } from './words.ts'
import classes from './crm.module.css'

const FILTERS = ['all', 'written', 'kept', 'refused', 'records', 'chats', 'looked'] as const

/** What differed and what became of it, in one line of words. */
function What({ line, own }: { line: LogLine; own: OwnField[] }) {
  const { t, reason, wordOf } = useT()
  const { field, before, after, lost, rule, code, params, outcome } = line
  const why = [
    rule ? t(`crm.decided.${rule}`) : null,
    lost !== null && rule ? t('crm.lost', { value: shownValue(lost) }) : null,
    code ? reason(code, params ?? {}) : null,
  ].filter(Boolean)
  const title = field === null ? null : ownTitle(field, own, wordOf)
  return (
    <span title={why.join(' · ')}>
      {title && <strong>{title}</strong>}
      {title && ['to_crm', 'from_crm'].includes(outcome) && (
        <>
          {' '}
          <span className={classes.loses}>{shownValue(before)}</span> → {shownValue(after)}
        </>
      )}
      {outcome === 'kept' && title && (
        <> {t('crm.here_there', { here: shownValue(before), there: shownValue(after) })}</>
      )}
      {outcome === 'logged' && shownValue(after)}
      {(outcome === 'linked' || outcome === 'unlinked') && line.crmId && t('crm.record', { id: line.crmId })}
      {why.length > 0 && <span style={{ color: 'var(--st-text-3)' }}> {why.join(' · ')}</span>}
    </span>
  )
}

function useColumns(own: OwnField[]): Array<Column<LogLine>> {
  const { t } = useT()
  return [
    {
      key: 'who',
      header: t('crm.who'),
      main: true,
      cell: ({ contact, crmId }) => contact?.name ?? contact?.id ?? crmId ?? '–',
    },
    {
      key: 'outcome',
      header: t('crm.outcome'),
      width: 170,
      whole: true,
      cell: ({ outcome }) => <StateMark thing="crm_entry" state={outcome} />,
      phone: 'first-end',
    },
    {
      key: 'what',
      header: t('crm.what'),
      share: 3,
      cell: (line) => <What line={line} own={own} />,
      phone: 'second-rest',
    },
    {
      key: 'at',
      header: t('crm.when'),
      width: 165,
      cell: ({ at }) => <Time at={at} form="moment" />,
      phone: 'second-end',
    },
  ]
}

type LogProps = { entries: LogLine[]; older: string | null; own: OwnField[] }

export function LogTable({ entries, older, own }: LogProps) {
  const { t } = useT()
  const { path } = useShared()
  const query = useQuery()
  const columns = useColumns(own)
  const filtered = query.get('outcome') !== '' || query.get('q') !== ''
  return (
    <section className="st-stack" style={{ gap: 10 }} aria-label={t('crm.log')}>
      <div className={classes.foot} style={{ padding: 0, border: 0 }}>
        <FilterTabs
          name="outcome"
          label={t('crm.log')}
          choices={FILTERS.map((value) => ({ value, label: t(`crm.filter.${value}`) }))}
        />
        <SearchInput placeholder={t('crm.search')} />
      </div>
      <Card flush title={t('crm.log')} note={t('crm.log_note')} lined>
        <DataTable
          label={t('crm.log')}
          columns={columns}
          rows={entries}
          rowKey={({ id }) => id}
          rowHref={({ contact }) => (contact ? path(`/contacts/${contact.id}`) : undefined)}
          pager={{ older: older && query.href({ before: older }) }}
          empty={
            <EmptyState icon={IconArrowsLeftRight} title={t(filtered ? 'crm.log_none_such' : 'crm.log_none')}>
              {filtered ? undefined : t('crm.log_none_help')}
            </EmptyState>
          }
        />
      </Card>
    </section>
  )
}
