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

const isRich = ({ buttons, list, header }: BubbleMessage) =>
  Boolean(buttons?.length) || list !== undefined || (header !== undefined && header.kind !== 'text')

function Stamp({ message: { at, side, status } }: { message: BubbleMessage }) {
  return (
    <div className={classes.stamp}>
      {at !== undefined && <time dateTime={new Date(at).toISOString()}>{clock(at)}</time>}
      {side === 'right' && status && <Ticks status={status} />}
    </div>
  )
}

function Acts({ message, onButton, onList }: BubbleProps) {
  const { buttons = [], list } = message
  return (
    <>
      {buttons.map((button) => (
        <BubbleButton key={button.text} button={button} onTap={onButton && (() => onButton(button, message))} />
      ))}
      {list && (
        <BubbleButton button={{ kind: 'list', text: list.button }} onTap={onList && (() => onList(list, message))} />
      )}
    </>
  )
}

export function Bubble(props: BubbleProps) {
  const { t } = useT()
  const { message } = props
  const { side, header, body, footer, reaction } = message
  const names = [classes.bubble, classes[side], isRich(message) && classes.rich].filter(Boolean).join(' ')

  return (
    <div className={names}>
      {header && <BubbleHeader header={header} />}
      {body && <div className={classes.text}>{formatted(body)}</div>}
      {footer && <div className={classes.footer}>{footer}</div>}
      <Stamp message={message} />
      {reaction && (
        <span className={classes.reaction} role="img" aria-label={t('phone.reaction', { reaction })}>
          {reaction}
        </span>
      )}
      <Acts {...props} />
    </div>
  )
}
