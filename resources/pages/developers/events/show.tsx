import { Chain } from '~/components/chain/chain'
import type { Chain as ChainOfHops } from '~/components/chain/types'
import { EventState } from '~/components/events/event_state'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { CodeBlock } from '~/ui/code_block'
import { CopyId } from '~/ui/copy_id'
import { Notice } from '~/ui/error_box'
import { Facts } from '~/ui/facts'
import { PageHeader } from '~/ui/page_header'
import { TextLink } from '~/ui/text_link'
import { Time } from '~/ui/time'

type Near = { id: string; type: string; at: number }
type Details = {
  id: string
  type: string
  connector: string
  connectorName: string | null
  account: string | null
  subject: { kind: string; id: string } | null
  contact: { id: string; name: string } | null
  occurredAt: number
  receivedAt: number
  routedAt: number | null
  state: string
  notes: { code: string; params?: Record<string, string | number | boolean | null> }[]
  /** Indented JSON. */
  payload: string
  key: string
  connectionId: string | null
  deliveryId: string | null
  attempts: number
  historic: boolean
  cause: Near | null
  consequences: Near[]
}

function NearLinks({ events }: { events: Near[] }) {
  const { path } = useShared()
  return (
    <>
      {events.map(({ id, type }) => (
        <div key={id}>
          <TextLink href={path(`/developers/events/${id}`)}>{type}</TextLink>
        </div>
      ))}
    </>
  )
}

function EventFacts({ event }: { event: Details }) {
  const { t, wordOf } = useT()
  const { path, may } = useShared()
  const link = (to: string, words: string) => <TextLink href={path(to)}>{words}</TextLink>
  const items = [
    { label: t('events.contact'), value: event.contact && link(`/contacts/${event.contact.id}`, event.contact.name) },
    { label: t('events.connector'), value: event.connectorName ?? wordOf(`contacts.source.${event.connector}`) },
    { label: t('events.account'), value: event.account },
    { label: t('events.subject'), value: event.subject && `${event.subject.kind} ${event.subject.id}` },
    { label: t('events.happened'), value: <Time at={event.occurredAt} form="moment" /> },
    { label: t('events.received'), value: <Time at={event.receivedAt} form="moment" /> },
    { label: t('events.routed'), value: <Time at={event.routedAt} form="moment" /> },
    { label: t('events.attempts'), value: event.attempts },
    ...(event.deliveryId
      ? [
          {
            label: t('events.delivery'),
            value: may('deliveries.view') ? (
              link(`/developers/deliveries/${event.deliveryId}`, t('console.view'))
            ) : (
              <CopyId id={event.deliveryId} />
            ),
          },
        ]
      : []),
    ...(event.connectionId
      ? [{ label: t('events.connection'), value: link(`/connections/${event.connectionId}`, t('console.view')) }]
      : []),
    ...(event.cause ? [{ label: t('events.caused_by'), value: <NearLinks events={[event.cause]} /> }] : []),
    ...(event.consequences.length > 0
      ? [{ label: t('events.led_to'), value: <NearLinks events={event.consequences} /> }]
      : []),
    {
      label: t('events.key'),
      value: (
        <span className="st-mono" style={{ overflowWrap: 'anywhere' }}>
          {event.key}
        </span>
      ),
    },
  ]
  return (
    <Card>
      <Facts items={items} />
    </Card>
  )
}

export default function ShowEvent({ event, chain }: { event: Details; chain: ChainOfHops }) {
  const { t, reason, wordOf } = useT()
  const { path } = useShared()
  return (
    <>
      <PageHeader
        title={wordOf(`events.${event.type}`)}
        crumbs={[
          { label: t('nav.developers'), href: path('/developers') },
          { label: t('developers.events'), href: path('/developers/events') },
        ]}
        pills={
          <>
            <EventState pill state={event.state} />
            <span className="st-mono">{event.type}</span>
            <CopyId id={event.id} />
          </>
        }
      />
      {(event.historic || event.notes.length > 0) && (
        <Notice kind="wait" title={t('events.notes')}>
          {[
            ...(event.historic ? [t('events.historic')] : []),
            ...event.notes.map((note) => reason(note.code, note.params)),
          ].join(' · ')}
        </Notice>
      )}
      <div style={{ margin: '0 0 16px' }}>
        <Card title={t('chain.title')}>
          <Chain hops={chain.hops} />
        </Card>
      </div>
      <div className="st-split" data-side="left">
        <EventFacts event={event} />
        <Card>
          <CodeBlock title={t('events.payload')} value={event.payload} maxHeight={640} />
        </Card>
      </div>
    </>
  )
}
