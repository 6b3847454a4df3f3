import { IconHistory } from '@tabler/icons-react'
import { Timeline } from '~/components/timeline/timeline'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { EmptyState } from '~/ui/empty_state'
import { FilterTabs } from '~/ui/filter_tabs'
import { Pager } from '~/ui/pager'
import type { TimelinePart } from './types.ts'

const FILTERS = ['all', 'messages', 'orders', 'consents']

/** Everything that happened with this person, as each room tells it. */
export function ContactTimeline({ entries, older }: { entries: TimelinePart[]; older: string | null }) {
  const { t, wordOf } = useT()
  const { path } = useShared()
  const query = useQuery()
  const words = ({ code, params = {} }: TimelinePart) => {
    const { channel, purpose } = params
    return wordOf(code, {
      ...params,
      channel: channel ? wordOf(`consents.channel.${String(channel)}`) : '',
      purpose: purpose ? wordOf(`consents.purpose.${String(purpose)}`) : '',
    })
  }
  const shown = entries.map((entry) => ({
    id: entry.id,
    kind: entry.kind,
    at: entry.at,
    title: words(entry),
    ...(entry.detail ? { detail: entry.detail } : {}),
    ...(entry.tone ? { tone: entry.tone } : {}),
    ...(entry.href ? { href: path(entry.href) } : {}),
    ...(entry.money ? { amount: { minor: entry.money.amount, currency: entry.money.currency } } : {}),
  }))
  const filters = (
    <FilterTabs
      name="only"
      label={t('contacts.timeline')}
      choices={FILTERS.map((value) => ({ value, label: t(`contacts.timeline.${value}`) }))}
    />
  )
  return (
    <Card title={t('contacts.timeline')} aside={filters} lined flush>
      {shown.length === 0 ? (
        <EmptyState icon={IconHistory} title={t('contacts.timeline.empty')} />
      ) : (
        <Timeline entries={shown} />
      )}
      <Pager older={older && query.href({ before: older })} />
    </Card>
  )
}
