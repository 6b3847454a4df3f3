import { IconAlertCircle, IconCheck, IconChecks, IconClock, type TablerIcon } from '@tabler/icons-react'
import { useT } from '~/hooks/use_t'
import type { MessageStatus } from './types.ts'

const looks: Record<MessageStatus, readonly [TablerIcon, string]> = {
  queued: [IconClock, 'currentColor'],
  sending: [IconClock, 'currentColor'],
  sent: [IconCheck, 'currentColor'],
  delivered: [IconChecks, 'currentColor'],
  read: [IconChecks, 'var(--wa-read)'],
  failed: [IconAlertCircle, 'var(--st-bad)'],
  refused: [IconAlertCircle, 'var(--st-bad)'],
  unknown: [IconAlertCircle, 'var(--st-wait)'],
}

export function Ticks({ status }: { status: MessageStatus }) {
  const { wordOf } = useT()
  const [Icon, color] = looks[status]
  return <Icon size={14} stroke={2} color={color} role="img" aria-label={wordOf(`states.message.${status}`)} />
}
