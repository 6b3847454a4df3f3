import { Button, Textarea } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { TextLink } from '~/ui/text_link'
import { Time } from '~/ui/time'
import classes from './approval_card.module.css'
import type { ApprovalLine } from './types.ts'

export type Deciding = {
  text: string
  setText: (text: string) => void
  approve: () => void
  reject: () => void
  busy: boolean
}

type ApprovalCardProps = { approval: ApprovalLine; chosen: boolean; onChoose: () => void; deciding: Deciding }

function Head({ approval }: { approval: ApprovalLine }) {
  const { t } = useT()
  const { path } = useShared()
  return <TextLink href={path(`/contacts/${approval.contact.id}`)}>{approval.contact.name ?? t('ai.unnamed')}</TextLink>
}

function Acts({ approval, deciding }: Pick<ApprovalCardProps, 'approval' | 'deciding'>) {
  const { t } = useT()
  const { path, may } = useShared()
  const { text, approve, reject, busy } = deciding
  const verb = approval.sends ? 'send' : 'go_on'
  const edited = text.trim() !== approval.proposedText.trim()
  return (
    <div className={classes.acts}>
      {may('ai.approve') && (
        <>
          <Button onClick={approve} loading={busy} disabled={text.trim() === ''} aria-keyshortcuts="a Control+Enter">
            {t(edited ? `ai.save_and_${verb}` : `ai.approve_and_${verb}`)}
          </Button>
          <Button variant="default" color="red" onClick={reject} disabled={busy} aria-keyshortcuts="r">
            {t('ai.reject')}
          </Button>
        </>
      )}
      <span className={classes.more}>
        <TextLink href={path(`/runs/${approval.runId}`)}>
          {approval.pipeline.name} · {approval.step}
        </TextLink>
        {approval.model && ` · ${approval.model}`}
      </span>
    </div>
  )
}

/** A reply to decide about: what the customer wrote above, what would be answered below, to be changed in place. */
export function ApprovalCard({ approval, chosen, onChoose, deciding }: ApprovalCardProps) {
  const { t } = useT()
  const { may } = useShared()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (chosen) box.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <div
      ref={box}
      className={`${classes.card} ${chosen ? classes.chosen : ''}`}
      onFocusCapture={onChoose}
      onPointerDown={onChoose}
      data-approval={approval.id}
    >
      <Card
        title={<Head approval={approval} />}
        note={
          <>
            {t('ai.expires')} <Time at={approval.expiresAt} form="relative" />
          </>
        }
      >
        <div className="st-stack" style={{ gap: 12 }}>
          <div>
            <p className={classes.label}>{t('ai.customer_wrote')}</p>
            <blockquote className={classes.said}>{approval.customerText}</blockquote>
          </div>
          <Textarea
            label={t('ai.proposed')}
            autosize
            minRows={2}
            maxRows={12}
            maxLength={4096}
            value={deciding.text}
            readOnly={!may('ai.approve')}
            onChange={(event) => deciding.setText(event.currentTarget.value)}
          />
          <Acts approval={approval} deciding={deciding} />
        </div>
      </Card>
    </div>
  )
}
