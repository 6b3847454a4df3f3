import { router } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { Chain } from '~/components/chain/chain'
import type { Chain as ChainOfHops } from '~/components/chain/types'
import { VerdictsCard } from '~/components/guard/verdicts'
import { AttemptsCard } from '~/components/messages/attempts_card'
import { MessageFacts } from '~/components/messages/message_facts'
import { StandInNotices } from '~/components/messages/stand_in_notices'
import { StatusesCard } from '~/components/messages/statuses_card'
import type { Attempt, MessageDetails, StandIns, Status, TrackedLink } from '~/components/messages/types'
import { Phone } from '~/components/phone/phone'
import { Thread } from '~/components/phone/thread'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { CopyId } from '~/ui/copy_id'
import { Notice } from '~/ui/error_box'
import { PageHeader } from '~/ui/page_header'
import { StateMark } from '~/ui/state_mark'

type ShowMessageProps = {
  message: MessageDetails
  contact: { id: string; name: string | null } | null
  connection: { id: string; name: string; connector: string } | null
  template: { id: string; name: string } | null
  attempts: Attempt[]
  statuses: Status[]
  links: TrackedLink[]
  standIns: StandIns
  chain: ChainOfHops
}

const WAITING = ['queued', 'delayed']

function Why({ message }: { message: MessageDetails }) {
  const { reason, hint } = useT()
  if (!message.code || !['refused', 'failed', 'expired', 'unknown', 'delayed'].includes(message.state)) return null
  const params = message.params ?? {}
  return (
    <Notice
      kind={message.state === 'delayed' || message.state === 'unknown' ? 'wait' : 'refusal'}
      title={reason(message.code, params)}
    >
      {hint(message.code, params)}
    </Notice>
  )
}

export default function ShowMessage({
  message,
  contact,
  connection,
  template,
  attempts,
  statuses,
  links,
  standIns,
  chain,
}: ShowMessageProps) {
  const { t } = useT()
  const { path, may, workspace } = useShared()
  const title = contact?.name
    ? t(message.direction === 'in' ? 'messages.from' : 'messages.to', { name: contact.name })
    : t('messages.message')
  const cancel = may('messages.send') && WAITING.includes(message.state) && (
    <Button
      variant="default"
      onClick={() => router.post(path(`/messages/${message.id}/cancellation`), {}, { preserveScroll: true })}
    >
      {t('messages.cancel')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={title}
        crumbs={[{ label: t('messages.title'), href: path('/messages') }]}
        pills={
          <>
            <StateMark pill thing="message" state={message.state} />
            <CopyId id={message.id} />
          </>
        }
        secondary={cancel || undefined}
      />
      <div className="st-stack">
        {!chain.hops.some((hop) => hop.reason) && <Why message={message} />}
        <StandInNotices standIns={standIns} />
        {message.possibleDuplicate && <Notice kind="wait" title={t('messages.possible_duplicate')} />}
        {chain.hops.length > 0 && (
          <Card title={t('chain.title')}>
            <Chain hops={chain.hops} />
          </Card>
        )}
        <div className="st-split">
          <div className="st-stack">
            {message.verdicts && <VerdictsCard verdicts={message.verdicts} />}
            <AttemptsCard attempts={attempts} />
            <StatusesCard statuses={statuses} />
          </div>
          <div className="st-stack">
            <Phone name={workspace?.name ?? ''} height={420}>
              <Thread items={[{ ...message.bubble, side: message.direction === 'out' ? 'left' : 'right' }]} />
            </Phone>
            <MessageFacts
              message={message}
              contact={contact}
              connection={connection}
              template={template}
              links={links}
            />
          </div>
        </div>
      </div>
    </>
  )
}
