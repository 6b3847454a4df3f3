import { Head } from '@inertiajs/react'
import { IconLock } from '@tabler/icons-react'
import { useT } from '~/hooks/use_t'
import { EmptyState } from '~/ui/empty_state'
import { TextLink } from '~/ui/text_link'

export default function Forbidden() {
  const { t } = useT()

  return (
    <main style={{ marginTop: '18vh' }}>
      <Head title={t('errors.forbidden')} />
      <EmptyState
        icon={IconLock}
        title={t('errors.forbidden')}
        actions={<TextLink href="/">{t('errors.home')}</TextLink>}
      >
        {t('errors.forbidden_hint')}
      </EmptyState>
    </main>
  )
}
