import { Link, router } from '@inertiajs/react'
import { ActionIcon, Button, Menu, Select } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { useT } from '~/hooks/use_t'
import { ConfirmDialog } from '~/ui/confirm_dialog'
import type { SubscriptionDetail } from './types.ts'

type Asked = 'rotate' | 'end' | 'again' | null

const HOUR = 3_600_000
const SPANS = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR, all: 30 * 24 * HOUR }

function SendAgain({ at, onClose }: { at: string; onClose: () => void }) {
  const { t } = useT()
  const [span, setSpan] = useState<keyof typeof SPANS>('day')
  return (
    <ConfirmDialog
      opened
      danger={false}
      onClose={onClose}
      title={t('webhooks.send_failed_title')}
      confirm={t('webhooks.send_again')}
      onConfirm={() =>
        router.post(
          `${at}/redeliveries`,
          { since: Date.now() - SPANS[span] },
          { preserveScroll: true, onFinish: onClose }
        )
      }
    >
      {t('webhooks.send_failed_help')}
      <Select
        mt={10}
        label={t('webhooks.since')}
        data={Object.keys(SPANS).map((value) => ({ value, label: t(`webhooks.since.${value}`) }))}
        value={span}
        allowDeselect={false}
        onChange={(value) => setSpan((value ?? 'day') as keyof typeof SPANS)}
      />
    </ConfirmDialog>
  )
}

/** Everything that can be done with a subscription; what cannot be undone asks first. */
export function SubscriptionMenu({ at, subscription }: { at: string; subscription: SubscriptionDetail }) {
  const { t } = useT()
  const [asked, setAsked] = useState<Asked>(null)
  const close = () => setAsked(null)
  const runs = subscription.state === 'active' || subscription.state === 'failing'
  if (subscription.state === 'ended') return null
  return (
    <>
      {runs ? (
        <Button variant="default" onClick={() => router.post(`${at}/pause`, {}, { preserveScroll: true })}>
          {t('webhooks.pause')}
        </Button>
      ) : (
        <Button onClick={() => router.delete(`${at}/pause`, { preserveScroll: true })}>{t('webhooks.resume')}</Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={t('console.more')}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} href={`${at}/edit`}>
            {t('webhooks.edit')}
          </Menu.Item>
          <Menu.Item onClick={() => setAsked('again')}>{t('webhooks.send_failed')}</Menu.Item>
          <Menu.Item onClick={() => setAsked('rotate')}>{t('webhooks.rotate')}</Menu.Item>
          <Menu.Item color="red" onClick={() => setAsked('end')}>
            {t('webhooks.end')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asked === 'again' && <SendAgain at={at} onClose={close} />}
      <ConfirmDialog
        opened={asked === 'rotate'}
        danger={false}
        onClose={close}
        title={t('webhooks.rotate_title')}
        confirm={t('webhooks.rotate')}
        onConfirm={() => router.post(`${at}/secrets`, {}, { preserveScroll: true, onFinish: close })}
      >
        {t('webhooks.rotate_text')}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === 'end'}
        onClose={close}
        title={t('webhooks.end_title', { name: subscription.name })}
        losses={[t('webhooks.end_loss_waiting'), t('webhooks.end_loss_secret')]}
        confirm={t('webhooks.end')}
        onConfirm={() => router.delete(at)}
      />
    </>
  )
}
