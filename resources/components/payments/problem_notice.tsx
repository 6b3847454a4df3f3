import { router } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { money } from '~/hooks/format'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Notice } from '~/ui/error_box'
import type { PaymentDetails, Reason } from './types.ts'

function sums(problem: NonNullable<Reason>): string | null {
  const { asked, asked_currency: askedIn, paid, paid_currency: paidIn } = problem.params ?? {}
  if (typeof asked !== 'number' || typeof paid !== 'number') return null
  return `${money(asked, String(askedIn))} → ${money(paid, String(paidIn))}`
}

/** Something about this payment that a person should look at, until somebody has. */
export function ProblemNotice({ payment }: { payment: PaymentDetails }) {
  const { t, reason, hint } = useT()
  const { path, may } = useShared()
  const { problem } = payment
  if (!problem) return null
  const params = problem.params ?? {}
  const seen = may('payments.refund') && (
    <Button
      variant="default"
      size="xs"
      onClick={() => router.delete(path(`/commerce/payments/${payment.id}/problem`), { preserveScroll: true })}
    >
      {t('payments.looked_at')}
    </Button>
  )
  return (
    <Notice kind="wait" title={reason(problem.code, params)} actions={seen}>
      {sums(problem) ?? hint(problem.code, params)}
    </Notice>
  )
}
