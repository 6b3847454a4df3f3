import {
  IconArrowBackUp,
  IconCopy,
  IconExternalLink,
  IconForms,
  IconListDetails,
  IconPhone,
  type TablerIcon,
} from '@tabler/icons-react'
import type { MessageButton } from './types.ts'
import classes from './bubble.module.css'

const icons: Record<MessageButton['kind'] | 'list', TablerIcon> = {
  url: IconExternalLink,
  reply: IconArrowBackUp,
  phone: IconPhone,
  copy: IconCopy,
  flow: IconForms,
  list: IconListDetails,
}

type BubbleButtonProps = { button: { kind: MessageButton['kind'] | 'list'; text: string }; onTap?: () => void }

export function BubbleButton({ button: { kind, text }, onTap }: BubbleButtonProps) {
  const Icon = icons[kind]
  const face = (
    <>
      <Icon size={16} stroke={1.7} aria-hidden /> {text}
    </>
  )
  if (!onTap) return <div className={classes.button}>{face}</div>
  return (
    <button type="button" className={classes.button} onClick={onTap}>
      {face}
    </button>
  )
}
