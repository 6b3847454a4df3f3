import { router } from '@inertiajs/react'
import { Button, Group, Tabs } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { Pips } from '~/components/chain/pips'
import type { HopState } from '~/components/chain/types'
import { day } from '~/hooks/format'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { CodeBlock } from '~/ui/code_block'
import { CopyId } from '~/ui/copy_id'
import { Notice } from '~/ui/error_box'
import { Facts } from '~/ui/facts'
import { StateMark } from '~/ui/state_mark'
import { TextLink } from '~/ui/text_link'
import { Time } from '~/ui/time'
import type { DeliveryDetail as Detail } from './types.ts'
import classes from './connections.module.css'

function Replay({ delivery }: { delivery: Detail }) {
  const { t } = useT()
  const { path, may } = useShared()
  if (!may('deliveries.replay')) return null
  const replay = () => router.post(path(`/deliveries/${delivery.id}/replays`), {}, { preserveScroll: true })
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconRefresh size={14} />}
      disabled={!delivery.replayable}
      onClick={replay}
    >
      {t('connections.replay')}
    </Button>
  )
}

function Body({ delivery, connectionId }: { delivery: Detail; connectionId: string }) {
  const { t } = useT()
  const { path } = useShared()
  const reveal = () => router.post(path(`/connections/${connectionId}/deliveries/${delivery.id}/body`))
  if (delivery.shared) return <p>{t('connections.body_shared')}</p>
  if (delivery.bodyUntil === null) return <p>{t('connections.body_gone')}</p>
  return (
    <>
      {delivery.body === null ? <p>{t('connections.body_hidden')}</p> : <CodeBlock value={delivery.body} />}
      <p style={{ margin: '8px 0 0', color: 'var(--st-text-2)', fontSize: 12 }}>
        {delivery.masked && t('connections.body_masked')}{' '}
        {t('connections.body_until', { day: day(delivery.bodyUntil) })}{' '}
        {delivery.masked && <TextLink onClick={reveal}>{t('connections.reveal')}</TextLink>}
      </p>
    </>
  )
}

function Events({ events }: Pick<Detail, 'events'>) {
  const { t } = useT()
  const { path } = useShared()
  if (events.length === 0) return <p>{t('connections.no_events')}</p>
  return (
    <ul className={classes.list}>
      {events.map(({ eventId, type, contactId }) => (
        <li key={eventId}>
          <TextLink href={path(`/developers/events/${eventId}`)}>{type}</TextLink>
          {contactId && (
            <>
              {' '}
              · <TextLink href={path(`/contacts/${contactId}`)}>{t('connections.contact')}</TextLink>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

type DeliveryDetailProps = {
  delivery: Detail
  connectionId: string
  /** Where it is shown beside its list: how far it went, and the way to its own page. */
  went?: HopState[]
}

function Went({ went, to }: { went: HopState[]; to: string }) {
  const { t } = useT()
  return (
    <Group justify="space-between">
      <Pips states={went} />
      <TextLink href={to}>{t('connections.open_chain')}</TextLink>
    </Group>
  )
}

export function DeliveryDetail({ delivery, connectionId, went = [] }: DeliveryDetailProps) {
  const { path } = useShared()
  const { t, reason, hint } = useT()
  const why = delivery.reason
  return (
    <Card
      title={delivery.topic ?? t('connections.delivery')}
      beside={<CopyId id={delivery.id} />}
      aside={<Replay delivery={delivery} />}
      lined
    >
      <div className="st-stack">
        {went.length > 0 && <Went went={went} to={path(`/connections/${connectionId}/deliveries/${delivery.id}`)} />}
        <Facts
          items={[
            { label: t('connections.state'), value: <StateMark thing="delivery" state={delivery.state} /> },
            { label: t('connections.received'), value: <Time at={delivery.receivedAt} form="moment" /> },
            {
              label: t('connections.items'),
              value: t('connections.items_of', { items: delivery.items, recorded: delivery.recorded }),
            },
          ]}
        />
        {why && (
          <Notice kind={delivery.state === 'ignored' ? 'info' : 'refusal'} title={`${reason(why.code, why.params)}.`}>
            {hint(why.code, why.params) ?? ''}
          </Notice>
        )}
        <Tabs defaultValue="body" keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="body">{t('connections.body')}</Tabs.Tab>
            <Tabs.Tab value="headers">{t('connections.headers')}</Tabs.Tab>
            <Tabs.Tab value="events">{t('connections.events', { n: delivery.events.length })}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="body" pt={12}>
            <Body delivery={delivery} connectionId={connectionId} />
          </Tabs.Panel>
          <Tabs.Panel value="headers" pt={12}>
            {delivery.headers ? <CodeBlock value={delivery.headers} /> : <p>{t('connections.body_gone')}</p>}
          </Tabs.Panel>
          <Tabs.Panel value="events" pt={12}>
            <Events events={delivery.events} />
          </Tabs.Panel>
        </Tabs>
      </div>
    </Card>
  )
}
