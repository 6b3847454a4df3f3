import { Head } from '@inertiajs/react'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useT } from '~/hooks/use_t'
import { EmptyState } from '~/ui/empty_state'
import { TextLink } from '~/ui/text_link'

export default function ServerError() {
  const { t } = useT()

  return (
    <main style={{ marginTop: '18vh' }}>
      <Head title={t('errors.server_error')} />
      <EmptyState
        icon={IconAlertTriangle}
        title={t('errors.server_error')}
        actions={<TextLink href="/">{t('errors.home')}</TextLink>}
      >
        {t('errors.server_error_hint')}
      </EmptyState>
    </main>
  )
}
