import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { CopyId } from '~/ui/copy_id'
import { Facts } from '~/ui/facts'
import { TextLink } from '~/ui/text_link'
import { Time } from '~/ui/time'
import type { MessageDetails, TrackedLink } from './types.ts'

type MessageFactsProps = {
  message: MessageDetails
  contact: { id: string; name: string | null } | null
  connection: { id: string; name: string } | null
  template: { id: string; name: string } | null
  links: TrackedLink[]
}

const smsLength = ({ encoding, parts, units }: NonNullable<MessageDetails['sms']>) => ({ encoding, parts, units })

/** An SMS always costs something; what, some providers tell later. */
const isCharged = ({ sms, direction, sentAt }: MessageDetails) => sms !== null && direction === 'out' && sentAt !== null

export function MessageFacts({ message, contact, connection, template, links }: MessageFactsProps) {
  const { t, wordOf, locale } = useT()
  const { path } = useShared()
  const price =
    message.priceMillionths !== null && message.priceCurrency
      ? new Intl.NumberFormat(locale, {
          style: 'currency',
          currency: message.priceCurrency,
          maximumFractionDigits: 4,
        }).format(message.priceMillionths / 1_000_000)
      : null
  const items = [
    {
      label: t('messages.contact'),
      value: contact && <TextLink href={path(`/contacts/${contact.id}`)}>{contact.name ?? contact.id}</TextLink>,
    },
    {
      label: t('messages.connection'),
      value: connection && <TextLink href={path(`/connections/${connection.id}`)}>{connection.name}</TextLink>,
    },
    ...(template
      ? [
          {
            label: t('messages.template'),
            value: <TextLink href={path(`/templates/${template.id}`)}>{template.name}</TextLink>,
          },
        ]
      : []),
    ...(message.purpose
      ? [{ label: t('messages.purpose'), value: wordOf(`consents.purpose.${message.purpose}`) }]
      : []),
    ...(message.runId
      ? [
          {
            label: t('messages.run'),
            value: <TextLink href={path(`/runs/${message.runId}`)}>{t('messages.open_run')}</TextLink>,
          },
        ]
      : []),
    ...(message.state === 'delayed'
      ? [{ label: t('messages.next'), value: <Time at={message.dueAt} form="moment" /> }]
      : []),
    ...(message.sendBefore && message.sentAt === null && message.direction === 'out'
      ? [{ label: t('messages.send_before'), value: <Time at={message.sendBefore} form="moment" /> }]
      : []),
    ...(message.sms
      ? [{ label: t('messages.segments'), value: t('messages.sms_length', smsLength(message.sms)) }]
      : []),
    ...(message.sms?.text ? [{ label: t('messages.as_sent'), value: message.sms.text }] : []),
    ...(price !== null || isCharged(message)
      ? [{ label: t('messages.price'), value: price ?? t('messages.price_unknown') }]
      : []),
    ...(message.providerId ? [{ label: t('messages.provider_id'), value: <CopyId id={message.providerId} /> }] : []),
    ...links.map((link) => ({
      label: link.label ?? t('messages.link'),
      value: link.firstClickedAt ? (
        <>
          {t('messages.clicked')} <Time at={link.firstClickedAt} />
        </>
      ) : (
        t('messages.not_clicked')
      ),
    })),
  ]
  return (
    <Card title={t('messages.details')}>
      <Facts items={items} />
    </Card>
  )
}
