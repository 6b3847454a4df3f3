import { Head } from '@inertiajs/react'
import { IconMapSearch } from '@tabler/icons-react'
import { useT } from '~/hooks/use_t'
import { EmptyState } from '~/ui/empty_state'
import { TextLink } from '~/ui/text_link'

export default function NotFound() {
  const { t } = useT()

  return (
    <main style={{ marginTop: '18vh' }}>
      <Head title={t('errors.not_found')} />
      <EmptyState
        icon={IconMapSearch}
        title={t('errors.not_found')}
        actions={<TextLink href="/">{t('errors.home')}</TextLink>}
      >
        {t('errors.not_found_hint')}
      </EmptyState>
    </main>
  )
}
