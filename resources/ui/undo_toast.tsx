import { notifications } from '@mantine/notifications'
import { IconCheck, IconX } from '@tabler/icons-react'
import { translate } from '~/hooks/catalogue'
import { TextLink } from './text_link.tsx'

const shared = { radius: 'md', withBorder: true, withCloseButton: true } as const

export function toast(message: string, kind: 'ok' | 'bad' = 'ok') {
  const Icon = kind === 'ok' ? IconCheck : IconX
  notifications.show({
    ...shared,
    message,
    color: kind === 'ok' ? 'green' : 'red',
    icon: <Icon size={16} aria-hidden />,
    autoClose: kind === 'ok' ? 4000 : 10_000,
    closeButtonProps: { 'aria-label': translate('console.close') },
  })
}

/** Says what was done and lets it be taken back for ten seconds. */
export function undoToast(message: string, undo: () => void) {
  const id = notifications.show({
    ...shared,
    autoClose: 10_000,
    closeButtonProps: { 'aria-label': translate('console.close') },
    message: (
      <span style={{ display: 'flex', justifyContent: 'space-between', gap: 16 }}>
        {message}
        <TextLink
          onClick={() => {
            notifications.hide(id)
            undo()
          }}
        >
          {translate('console.undo')}
        </TextLink>
      </span>
    ),
  })
}
