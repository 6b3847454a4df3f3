import { Link } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { IconWebhook } from '@tabler/icons-react'
import { DevelopersHead } from '~/components/settings/developers_tabs'
import { AttemptPips } from '~/components/webhooks/attempt_pips'
import { EventsWord } from '~/components/webhooks/events_word'
import type { SubscriptionLine } from '~/components/webhooks/types'
import { number, percent } from '~/hooks/format'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable } from '~/ui/data_table'
import { EmptyState } from '~/ui/empty_state'
import { StateMark } from '~/ui/state_mark'

export default function Webhooks({ subscriptions }: { subscriptions: SubscriptionLine[] }) {
  const { t } = useT()
  const { path, may } = useShared()
  const make = may('webhooks.manage') && (
    <Button component={Link} href={path('/developers/webhooks/new')}>
      {t('webhooks.new')}
    </Button>
  )
  return (
    <>
      <DevelopersHead primary={subscriptions.length > 0 && make} />
      <Card flush>
        <DataTable
          label={t('webhooks.title')}
          rows={subscriptions}
          rowKey={({ id }) => id}
          rowHref={({ id }) => path(`/developers/webhooks/${id}`)}
          columns={[
            { key: 'name', header: t('webhooks.name'), cell: ({ name }) => name, phone: 'first-rest' },
            {
              key: 'host',
              header: t('webhooks.url'),
              cell: ({ host }) => <span className="st-mono">{host}</span>,
              phone: 'hide',
            },
            {
              key: 'events',
              header: t('webhooks.events'),
              cell: ({ events }) => <EventsWord events={events} />,
              phone: 'second-rest',
            },
            {
              key: 'state',
              header: t('webhooks.state'),
              width: 130,
              whole: true,
              cell: ({ state }) => <StateMark thing="webhook" state={state} />,
              phone: 'first-end',
            },
            {
              key: 'recent',
              header: t('webhooks.recent'),
              width: 120,
              whole: true,
              cell: ({ recent }) => <AttemptPips recent={recent} />,
              phone: 'second-end',
            },
            {
              key: 'rate',
              header: t('webhooks.failure_rate'),
              width: 110,
              align: 'end',
              cell: ({ tried, failed }) => (tried === 0 ? '–' : percent(failed / tried)),
              phone: 'hide',
            },
            {
              key: 'waiting',
              header: t('webhooks.waiting'),
              width: 90,
              align: 'end',
              cell: ({ waiting }) => (waiting === 0 ? '–' : number(waiting)),
              phone: 'hide',
            },
          ]}
          empty={
            <EmptyState icon={IconWebhook} title={t('webhooks.empty')} actions={make}>
              {t('webhooks.empty_help')}
            </EmptyState>
          }
        />
      </Card>
    </>
  )
}
