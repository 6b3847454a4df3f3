import { DispatchLog } from '~/components/webhooks/dispatch_log'
import { EventsWord } from '~/components/webhooks/events_word'
import { FilterWords } from '~/components/webhooks/filter_words'
import { SubscriptionMenu } from '~/components/webhooks/subscription_menu'
import { TestCard } from '~/components/webhooks/test_card'
import { Trouble } from '~/components/webhooks/trouble'
import type { AttemptLine, DispatchLine, SubscriptionDetail } from '~/components/webhooks/types'
import { number, percent } from '~/hooks/format'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { CopyLink } from '~/ui/code_block'
import { Notice } from '~/ui/error_box'
import { Facts } from '~/ui/facts'
import { PageHeader } from '~/ui/page_header'
import { StateMark } from '~/ui/state_mark'
import { Time } from '~/ui/time'

type ShowProps = {
  subscription: SubscriptionDetail
  types: string[]
  trials: AttemptLine[]
  dispatches: DispatchLine[]
  older: string | null
  filter: { state?: string; before?: string }
  issued: string | null
}

function About({ subscription }: { subscription: SubscriptionDetail }) {
  const { t } = useT()
  const { url, events, tried, failed, waiting, lastSuccessAt, contactDetail, filter, bothUntil, byToken } = subscription
  return (
    <Card title={t('webhooks.about')}>
      <div className="st-stack" style={{ gap: 12 }}>
        <Facts
          items={[
            { label: t('webhooks.url'), value: <span style={{ overflowWrap: 'anywhere' }}>{url}</span> },
            { label: t('webhooks.events'), value: <EventsWord events={events} /> },
            { label: t('webhooks.contact_detail'), value: t(`webhooks.contact_detail.${contactDetail}`) },
            { label: t('webhooks.failure_rate'), value: tried === 0 ? '–' : percent(failed / tried) },
            { label: t('webhooks.waiting'), value: number(waiting) },
            { label: t('webhooks.last_success'), value: <Time at={lastSuccessAt} form="relative" /> },
          ]}
        />
        {filter && <FilterWords filter={filter} />}
        {bothUntil && <Notice>{t('webhooks.both_until', { until: bothUntil })}</Notice>}
        {byToken && <Notice>{t('webhooks.by_token')}</Notice>}
      </div>
    </Card>
  )
}

export default function ShowWebhook({ subscription, types, trials, dispatches, older, filter, issued }: ShowProps) {
  const { t } = useT()
  const { path, may } = useShared()
  const at = path(`/developers/webhooks/${subscription.id}`)
  const manages = may('webhooks.manage')
  return (
    <>
      <PageHeader
        title={subscription.name}
        crumbs={[{ label: t('webhooks.title'), href: path('/developers/webhooks') }]}
        pills={<StateMark thing="webhook" state={subscription.state} pill />}
        secondary={manages && <SubscriptionMenu at={at} subscription={subscription} />}
      />
      <div className="st-stack">
        {issued && (
          <Notice title={t('webhooks.issued')} actions={<CopyLink text={issued} />}>
            {t('webhooks.issued_once')}{' '}
            <code className="st-mono" style={{ wordBreak: 'break-all' }}>
              {issued}
            </code>
          </Notice>
        )}
        <Trouble subscription={subscription} />
        <div className="st-split">
          <DispatchLog at={at} dispatches={dispatches} older={older} filtered={filter.state !== undefined} />
          <div className="st-stack">
            <About subscription={subscription} />
            {manages && subscription.state !== 'ended' && <TestCard at={at} types={types} trials={trials} />}
          </div>
        </div>
      </div>
    </>
  )
}
