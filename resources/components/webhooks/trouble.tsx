import { useT } from '~/hooks/use_t'
import { Notice } from '~/ui/error_box'
import type { SubscriptionDetail } from './types.ts'

/** Why nothing is being sent, and what helps. */
export function Trouble({ subscription }: { subscription: SubscriptionDetail }) {
  const { t, reason } = useT()
  const { state, code, openUntil } = subscription
  if (state === 'disabled')
    return (
      <Notice kind="error" title={t('webhooks.trouble.disabled')}>
        {t('webhooks.trouble.disabled_text')}
      </Notice>
    )
  if (state === 'failing')
    return (
      <Notice kind="wait" title={t('webhooks.trouble.failing')}>
        {t('webhooks.open_until', { until: openUntil })}
      </Notice>
    )
  if (state !== 'ended') return null
  return <Notice title={t('webhooks.trouble.ended')}>{code && reason(code)}</Notice>
}
