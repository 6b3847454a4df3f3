import { router } from '@inertiajs/react'
import { Group, Switch } from '@mantine/core'
import { Phone } from '~/components/phone/phone'
import { Thread } from '~/components/phone/thread'
import type { BubbleMessage, MessageButton } from '~/components/phone/types'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import type { SandboxBubble, SandboxView } from './types.ts'

const SWITCHES = ['offline', 'blocks', 'readsAtOnce'] as const

/** The customer's side: reads, answers, taps, blocks, loses its signal. */
export function SandboxChat({ view }: { view: SandboxView }) {
  const { t } = useT()
  const { path } = useShared()
  const { phone, bubbles, shop } = view
  const stay = { preserveScroll: true, preserveState: true }
  const write = (message: Record<string, string>) => router.post(path('/developers/sandbox/messages'), message, stay)
  const tap = (button: MessageButton, message: BubbleMessage) => {
    if (button.kind === 'url' && button.href) window.open(button.href, '_blank', 'noopener')
    if (button.kind === 'reply')
      write({ text: button.text, choiceId: button.id ?? button.text, replyTo: (message as SandboxBubble).providerId })
  }
  return (
    <div className="st-stack" style={{ gap: 12, alignItems: 'center' }}>
      <Phone
        name={shop}
        height={620}
        onSend={(text) => write({ text })}
        disabled={phone.offline}
        follow={bubbles.length}
      >
        <Thread items={bubbles} onButton={tap}>
          {bubbles.length === 0 ? (
            <span style={{ margin: 'auto', color: 'var(--wa-dim)', fontSize: 13 }}>{t('sandbox.no_messages')}</span>
          ) : undefined}
        </Thread>
      </Phone>
      <Group gap={20} justify="center">
        {SWITCHES.map((name) => (
          <Switch
            key={name}
            label={t(`sandbox.${name}`)}
            checked={phone[name]}
            onChange={(event) => router.put(path('/developers/sandbox'), { [name]: event.currentTarget.checked }, stay)}
          />
        ))}
      </Group>
    </div>
  )
}
