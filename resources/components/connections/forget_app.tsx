import { router } from '@inertiajs/react'
import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { ConfirmDialog } from '~/ui/confirm_dialog'
import type { SignIn } from './types.ts'

/** Ends the organization's registration with a provider, once nothing lives on it. */
export function ForgetApp({ app, onForgotten }: { app: SignIn['apps'][number]; onForgotten: () => void }) {
  const { t } = useT()
  const { path } = useShared()
  const [asking, setAsking] = useState(false)
  const close = () => setAsking(false)
  const forget = () =>
    router.delete(path(`/connections/apps/${app.id}`), {
      preserveScroll: true,
      onSuccess: onForgotten,
      onFinish: close,
    })
  if (app.connections > 0)
    return (
      <Text fz="sm" c="var(--st-text-2)">
        {t('connections.app_in_use', { n: app.connections })}
      </Text>
    )
  return (
    <div>
      <Button variant="subtle" color="red" size="xs" onClick={() => setAsking(true)}>
        {t('connections.app_forget')}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        onConfirm={forget}
        title={t('connections.app_forget_title', { clientId: app.clientId })}
        confirm={t('connections.app_forget')}
      >
        {t('connections.app_forget_text')}
      </ConfirmDialog>
    </div>
  )
}
