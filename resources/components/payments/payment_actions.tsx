import { router } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { ConfirmDialog } from '~/ui/confirm_dialog'
import { RefundDialog } from './refund_dialog.tsx'
import type { PaymentDetails } from './types.ts'

export function CopyLink({ url }: { url: string }) {
  const { t } = useT()
  const { copy, copied } = useClipboard({ timeout: 2000 })
  return (
    <Button
      leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
      onClick={() => copy(url)}
    >
      <span aria-live="polite">{t(copied ? 'payments.copied' : 'payments.copy')}</span>
    </Button>
  )
}

/** What may still be done with a payment: call it off, or give money back. */
export function PaymentActions({ payment }: { payment: PaymentDetails }) {
  const { t } = useT()
  const { path, may } = useShared()
  const [asking, setAsking] = useState<'cancel' | 'refund' | null>(null)
  const close = () => setAsking(null)
  const cancel = () =>
    router.post(path(`/commerce/payments/${payment.id}/cancellations`), {}, { preserveScroll: true, onFinish: close })
  return (
    <>
      {payment.cancellable && may('payments.request') && (
        <Button variant="default" onClick={() => setAsking('cancel')}>
          {t('payments.cancel')}
        </Button>
      )}
      {payment.refundable > 0 && may('payments.refund') && (
        <Button variant="default" onClick={() => setAsking('refund')}>
          {t('payments.refund')}
        </Button>
      )}
      <ConfirmDialog
        opened={asking === 'cancel'}
        onClose={close}
        onConfirm={cancel}
        title={t('payments.cancel_title', { title: payment.title })}
        losses={[t('payments.cancel_loss')]}
        confirm={t('payments.cancel_confirm')}
      >
        {t('payments.cancel_help')}
      </ConfirmDialog>
      {asking === 'refund' && <RefundDialog payment={payment} onClose={close} />}
    </>
  )
}
