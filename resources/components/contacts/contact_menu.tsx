import { Link, router } from '@inertiajs/react'
import { Button, Menu } from '@mantine/core'
import { IconCreditCard, IconDots, IconDownload, IconEraser } from '@tabler/icons-react'
import { useState } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { ConfirmDialog } from '~/ui/confirm_dialog'
import type { ContactDetails } from './types.ts'

/** What is done to a whole person, behind one button, and only for those who may. */
export function ContactMenu({ contact }: { contact: ContactDetails }) {
  const { t } = useT()
  const { path, may } = useShared()
  const [erasing, setErasing] = useState(false)
  if (!may('contacts.export') && !may('contacts.erase') && !may('payments.request')) return null

  const losses = ['profile', 'messages', 'carts'].map((part) => t(`contacts.erase_loss_${part}`))
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px={9} aria-label={t('contacts.menu')}>
            <IconDots size={18} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {may('payments.request') && !contact.erasedAt && (
            <Menu.Item
              component={Link}
              href={path(`/commerce/payments?ask=${contact.id}`)}
              leftSection={<IconCreditCard size={16} />}
            >
              {t('payments.ask')}
            </Menu.Item>
          )}
          {may('contacts.export') && (
            <Menu.Item
              component="a"
              href={path(`/contacts/${contact.id}/export`)}
              leftSection={<IconDownload size={16} />}
            >
              {t('contacts.export')}
            </Menu.Item>
          )}
          {may('contacts.erase') && !contact.erasedAt && (
            <Menu.Item color="var(--st-bad)" leftSection={<IconEraser size={16} />} onClick={() => setErasing(true)}>
              {t('contacts.erase')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={erasing}
        onClose={() => setErasing(false)}
        onConfirm={() => router.post(path(`/contacts/${contact.id}/erasure`))}
        title={t('contacts.erase_title', { name: contact.name ?? contact.phone ?? contact.id })}
        losses={losses}
        confirm={t('contacts.erase')}
        phrase={contact.name ?? contact.phone ?? contact.id}
      >
        {t('contacts.erase_help')}
      </ConfirmDialog>
    </>
  )
}
