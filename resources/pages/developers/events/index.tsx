import { Group, Select } from '@mantine/core'
import { IconBolt } from '@tabler/icons-react'
import { EventState } from '~/components/events/event_state'
import { EventsTabs } from '~/components/events/events_tabs'
import { DevelopersHead } from '~/components/settings/developers_tabs'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable } from '~/ui/data_table'
import { EmptyState } from '~/ui/empty_state'
import { FilterTabs } from '~/ui/filter_tabs'
import { Time } from '~/ui/time'

type Line = {
  id: string
  type: string
  connector: string
  connectorName: string | null
  contact: { id: string; name: string } | null
  occurredAt: number
  state: string
  notes: { code: string; params?: Record<string, string | number | boolean | null> }[]
}

type EventsProps = {
  events: Line[]
  older: string | null
  filter: { type?: string; state?: string; contact?: string; connection?: string }
  types: string[]
}

const STATES = ['all', 'pending', 'routed', 'gave_up']

export default function Events({ events, older, filter, types }: EventsProps) {
  const { t, reason, wordOf } = useT()
  const { path } = useShared()
  const query = useQuery()
  const filtered = Boolean(filter.type ?? filter.state ?? filter.contact ?? filter.connection)
  const empty = filtered ? (
    <EmptyState icon={IconBolt} title={t('events.filter_none')} />
  ) : (
    <EmptyState icon={IconBolt} title={t('events.empty')}>
      {t('events.empty_help')}
    </EmptyState>
  )
  return (
    <>
      <DevelopersHead secondary={<EventsTabs />} />
      <Group gap={8} mb={12}>
        <Select
          size="xs"
          w={220}
          searchable
          clearable
          aria-label={t('events.type')}
          placeholder={t('events.type')}
          data={types}
          value={filter.type ?? null}
          onChange={(type) => query.set({ type, before: null })}
        />
        <FilterTabs
          name="state"
          label={t('events.state')}
          choices={STATES.map((value) => ({
            value,
            label: t(value === 'all' ? 'events.all' : `events.state.${value}`),
          }))}
        />
      </Group>
      <Card flush>
        <DataTable
          label={t('developers.events')}
          rows={events}
          rowKey={({ id }) => id}
          rowHref={({ id }) => path(`/developers/events/${id}`)}
          columns={[
            {
              key: 'type',
              header: t('events.type'),
              share: 1.2,
              cell: ({ type }) => <span className="st-mono">{type}</span>,
            },
            {
              key: 'contact',
              header: t('events.contact'),
              cell: ({ contact }) => contact?.name ?? '–',
              phone: 'second',
            },
            {
              key: 'connector',
              header: t('events.connector'),
              width: 130,
              cell: ({ connector, connectorName }) => connectorName ?? wordOf(`contacts.source.${connector}`),
              phone: 'hide',
            },
            {
              key: 'notes',
              header: t('events.notes'),
              share: 1.4,
              cell: ({ notes }) => notes.map((note) => reason(note.code, note.params)).join(' · '),
              phone: 'hide',
            },
            {
              key: 'state',
              header: t('events.state'),
              width: 120,
              whole: true,
              cell: ({ state }) => <EventState state={state} />,
              phone: 'first-end',
            },
            {
              key: 'at',
              header: t('events.happened'),
              width: 120,
              align: 'end',
              cell: ({ occurredAt }) => <Time at={occurredAt} form="seconds" />,
              phone: 'second-end',
            },
          ]}
          pager={{ older: older && query.href({ before: older }) }}
          empty={empty}
        />
      </Card>
    </>
  )
}
