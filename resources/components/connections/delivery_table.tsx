import { IconFilter, IconInbox } from '@tabler/icons-react'
import { Button, Menu } from '@mantine/core'
import { router } from '@inertiajs/react'
import { Pips } from '~/components/chain/pips'
import { useQuery } from '~/hooks/use_query'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable, type Column } from '~/ui/data_table'
import { EmptyState } from '~/ui/empty_state'
import { StateMark } from '~/ui/state_mark'
import { Time } from '~/ui/time'
import type { DeliveryRow } from './types.ts'

const STATES = ['parsed', 'duplicate', 'ignored', 'no_connection', 'unparseable', 'received', 'gave_up']

function StateFilter() {
  const { t, wordOf } = useT()
  const query = useQuery()
  const chosen = query.get('state')
  const choose = (state: string | null) =>
    router.get(query.href({ state, before: null }), {}, { preserveScroll: true, preserveState: true })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<IconFilter size={14} />}>
          {chosen ? wordOf(`states.delivery.${chosen}`) : t('connections.state')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => choose(null)}>{t('connections.any_state')}</Menu.Item>
        {STATES.map((state) => (
          <Menu.Item key={state} onClick={() => choose(state)}>
            {wordOf(`states.delivery.${state}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** What a delivery became, or why it became nothing. */
export function Became({ delivery }: { delivery: DeliveryRow }) {
  const { t, reason } = useT()
  if (delivery.reason) return <>{reason(delivery.reason.code, delivery.reason.params)}</>
  if (delivery.became.length > 0) return <>{[...new Set(delivery.became)].join(', ')}</>
  return (
    <>
      {delivery.state === 'duplicate'
        ? t('connections.all_known')
        : delivery.items > 0
          ? t('connections.found', { n: delivery.items })
          : '–'}
    </>
  )
}

type DeliveryTableProps = {
  deliveries: DeliveryRow[]
  older: string | null
  selected: string | null
  accepted: number
  openBeside: boolean
  to: (id: string) => string
}

export function DeliveryTable({ deliveries, older, selected, accepted, openBeside, to }: DeliveryTableProps) {
  const { t } = useT()
  const query = useQuery()
  const columns: Array<Column<DeliveryRow>> = [
    {
      key: 'received',
      header: t('connections.received'),
      width: 100,
      phone: 'first',
      cell: ({ receivedAt }) => <Time at={receivedAt} form="seconds" mono />,
    },
    {
      key: 'topic',
      header: t('connections.topic'),
      main: true,
      phone: 'first-rest',
      cell: ({ topic }) => topic ?? t('connections.no_topic'),
    },
    {
      key: 'state',
      header: t('connections.state'),
      width: 130,
      whole: true,
      phone: 'first-end',
      cell: ({ state }) => <StateMark thing="delivery" state={state} />,
    },
    {
      key: 'became',
      header: t('connections.became'),
      share: 1.6,
      phone: 'second-rest',
      cell: (delivery) => <Became delivery={delivery} />,
    },
    {
      key: 'went',
      header: t('connections.went'),
      width: 92,
      whole: true,
      phone: 'second-end',
      cell: ({ went }) => went.length > 0 && <Pips states={went} />,
    },
  ]
  return (
    <Card title={t('connections.deliveries')} aside={<StateFilter />} flush>
      <DataTable
        label={t('connections.deliveries')}
        columns={columns}
        rows={deliveries}
        rowKey={({ id }) => id}
        rowHref={({ id }) => (openBeside ? query.href({ delivery: id }) : to(id))}
        selected={selected}
        beside={openBeside}
        pager={{
          older: older && query.href({ before: older }),
          newer: query.get('before') ? query.href({ before: null }) : null,
          note: t('connections.in_24h', { n: accepted }),
        }}
        empty={
          <EmptyState icon={IconInbox} title={t('connections.no_deliveries')}>
            {t('connections.no_deliveries_help')}
          </EmptyState>
        }
      />
    </Card>
  )
}
