import { clock } from '~/hooks/format'
import { useT } from '~/hooks/use_t'
import { BubbleButton } from './bubble_button.tsx'
import { BubbleHeader } from './bubble_header.tsx'
import { formatted } from './formatted.tsx'
import { Ticks } from './ticks.tsx'
import type { BubbleMessage, MessageButton, MessageList } from './types.ts'
import classes from './bubble.module.css'

type BubbleProps = {
  message: BubbleMessage
  /** Buttons are dead words without it: a preview. */
  onButton?: (button: MessageButton, message: BubbleMessage) => void
  onList?: (list: MessageList, message: BubbleMessage) => void
}

export function Bubble({ message, onButton, onList }: BubbleProps) {
  const { t } = useT()
  const { side, header, body, footer, buttons = [], list, at, status, reaction } = message
  const rich = buttons.length > 0 || list !== undefined || (header !== undefined && header.kind !== 'text')
  const names = [classes.bubble, classes[side], rich && classes.rich].filter(Boolean).join(' ')

  return (
    <div className={names}>
      {header && <BubbleHeader header={header} />}
      {body && <div className={classes.text}>{formatted(body)}</div>}
      {footer && <div className={classes.footer}>{footer}</div>}
      <div className={classes.stamp}>
        {at !== undefined && <time dateTime={new Date(at).toISOString()}>{clock(at)}</time>}
        {side === 'right' && status && <Ticks status={status} />}
      </div>
      {reaction && <span className={classes.reaction} role="img" aria-label={t('phone.reaction', { reaction })}>{reaction}</span>}
      {buttons.map((button) => (
        <BubbleButton key={button.text} button={button} onTap={onButton && (() => onButton(button, message))} />
      ))}
      {list && <BubbleButton button={{ kind: 'list', text: list.button }} onTap={onList && (() => onList(list, message))} />}
    </div>
  )
}
