import { router } from '@inertiajs/react'
import { Button, Group, Modal, Textarea } from '@mantine/core'
import { IconCode, IconMessageOff, IconPackage, IconShoppingBag, IconShoppingCartX } from '@tabler/icons-react'
import { useState } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'

const SAMPLE = JSON.stringify(
  {
    type: 'consent',
    data: {
      action: 'granted',
      channel: 'whatsapp',
      purpose: 'marketing',
      method: 'form',
      wording: 'Yes, write to me.',
    },
  },
  null,
  2
)

const parsed = (text: string): object | null => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

function OwnJson({
  opened,
  onClose,
  onSend,
}: {
  opened: boolean
  onClose: () => void
  onSend: (body: object) => void
}) {
  const { t } = useT()
  const [text, setText] = useState(SAMPLE)
  const body = parsed(text)
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('sandbox.own')}
      centered
      size={520}
      closeButtonProps={{ 'aria-label': t('console.close') }}
    >
      <div className="st-stack">
        <Textarea
          label={t('sandbox.own_label')}
          description={t('sandbox.own_help')}
          autosize
          minRows={8}
          maxRows={18}
          value={text}
          error={body ? undefined : t('sandbox.own_invalid')}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button disabled={!body} onClick={() => body && onSend(body)}>
          {t('sandbox.send')}
        </Button>
      </div>
    </Modal>
  )
}

/** What may happen in the pretend shop, one button each. */
export function TryCard() {
  const { t } = useT()
  const { path } = useShared()
  const [writing, setWriting] = useState(false)
  const stay = { preserveScroll: true, preserveState: true }
  const happen = (kind: 'cart' | 'order' | 'shipment' | 'own', body?: object) =>
    router.post(path('/developers/sandbox/happenings'), { kind, ...(body ? { body: body as never } : {}) }, stay)
  return (
    <Card>
      <Group gap={8}>
        <strong style={{ marginRight: 4 }}>{t('sandbox.try')}</strong>
        <Button size="xs" leftSection={<IconShoppingCartX size={15} />} onClick={() => happen('cart')}>
          {t('sandbox.cart')}
        </Button>
        <Button size="xs" variant="default" leftSection={<IconShoppingBag size={15} />} onClick={() => happen('order')}>
          {t('sandbox.order')}
        </Button>
        <Button size="xs" variant="default" leftSection={<IconPackage size={15} />} onClick={() => happen('shipment')}>
          {t('sandbox.shipment')}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconMessageOff size={15} />}
          onClick={() => router.post(path('/developers/sandbox/messages'), { text: 'STOP' }, stay)}
        >
          STOP
        </Button>
        <Button size="xs" variant="default" leftSection={<IconCode size={15} />} onClick={() => setWriting(true)}>
          {t('sandbox.own')}
        </Button>
      </Group>
      <OwnJson
        opened={writing}
        onClose={() => setWriting(false)}
        onSend={(body) => {
          happen('own', body)
          setWriting(false)
        }}
      />
    </Card>
  )
}
