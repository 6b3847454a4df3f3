import { Head } from '@inertiajs/react'
import { IconArrowsRightLeft } from '@tabler/icons-react'
import { useT } from '~/hooks/use_t'
import { EmptyState } from '~/ui/empty_state'
import { TextLink } from '~/ui/text_link'

/** The way back from a provider led to nobody's door: what it was about is not this person's to know. */
export default function SignInFailed({ code }: { code: string }) {
  const { t, reason, hint } = useT()
  return (
    <main style={{ marginTop: '18vh' }}>
      <Head title={t('connections.sign_in_failed')} />
      <EmptyState
        icon={IconArrowsRightLeft}
        title={reason(code)}
        actions={<TextLink href="/">{t('errors.home')}</TextLink>}
      >
        {hint(code)}
      </EmptyState>
    </main>
  )
}
