import { useForm } from '@inertiajs/react'
import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { money } from '~/hooks/format'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { SubmitButton } from '~/ui/submit_button'
import { newFormKey } from './form_key.ts'
import type { PaymentDetails } from './types.ts'

/** Money leaves: the dialog says how much and from where, and one key gives it back once. */
export function RefundDialog({ payment, onClose }: { payment: PaymentDetails; onClose: () => void }) {
  const { t } = useT()
  const { path } = useShared()
  const [key] = useState(newFormKey)
  const { data, setData, post, processing, errors } = useForm({ key, amount: '' })
  const currency = payment.paid?.currency ?? payment.amount.currency
  const left = money(payment.refundable, currency)
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('payments.refund_title')}
      centered
      size={440}
      closeButtonProps={{ 'aria-label': t('console.close') }}
      styles={{ title: { fontSize: 16, fontWeight: 600 } }}
    >
      <form
        className="st-stack"
        style={{ gap: 12 }}
        onSubmit={(event) => {
          event.preventDefault()
          post(path(`/commerce/payments/${payment.id}/refunds`), { preserveScroll: true, onSuccess: onClose })
        }}
      >
        <p style={{ margin: 0, fontSize: 13, color: 'var(--st-text-2)' }}>{t('payments.refund_help')}</p>
        <TextInput
          label={`${t('payments.refund_amount')} (${currency})`}
          description={t('payments.refund_all', { left })}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          inputMode="decimal"
          value={data.amount}
          error={errors.amount}
          onChange={(event) => setData('amount', event.currentTarget.value)}
          data-autofocus
        />
        <p style={{ margin: 0, padding: '10px 14px', borderRadius: 8, background: 'var(--st-bad-bg)', fontSize: 13 }}>
          {t('payments.refund_loss', {
            amount: data.amount ? `${data.amount} ${currency}` : left,
            vendor: payment.connection.vendor,
          })}
        </p>
        <Group justify="flex-end" gap={8} mt={4}>
          <Button variant="default" onClick={onClose}>
            {t('console.cancel')}
          </Button>
          <SubmitButton errors={errors} loading={processing} color="red">
            {t('payments.refund_confirm')}
          </SubmitButton>
        </Group>
      </form>
    </Modal>
  )
}
