import { usePage } from '@inertiajs/react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { PageTabs } from '~/ui/filter_tabs'
import { PageHeader } from '~/ui/page_header'

const TABS = [
  { key: 'workspace', to: '/settings', may: 'settings.view' },
  { key: 'sending', to: '/settings/sending', may: 'settings.view' },
  { key: 'members', to: '/settings/members', may: 'members.view' },
  { key: 'fields', to: '/settings/fields', may: 'contacts.view' },
  { key: 'audit', to: '/settings/audit', may: 'audit.view' },
]

/** Title and tabs of every page below Settings. */
export function SettingsHead({ primary }: { primary?: React.ReactNode }) {
  const { t } = useT()
  const { url } = usePage()
  const { path, may } = useShared()
  const here = url.split('?')[0]
  return (
    <>
      <PageHeader title={t('nav.settings')} primary={primary} />
      <PageTabs
        label={t('nav.settings')}
        tabs={TABS.filter((tab) => may(tab.may)).map(({ key, to }) => ({
          href: path(to),
          label: t(`settings.tab.${key}`),
          current: path(to) === here,
        }))}
      />
    </>
  )
}
