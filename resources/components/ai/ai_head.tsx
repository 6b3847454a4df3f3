import { usePage } from '@inertiajs/react'
import type { ReactNode } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { PageTabs } from '~/ui/filter_tabs'
import { PageHeader } from '~/ui/page_header'

/** Title and tabs of every page below AI. */
export function AiHead({ pills, primary }: { pills?: ReactNode; primary?: ReactNode }) {
  const { t } = useT()
  const { url } = usePage()
  const { path, may, counts } = useShared()
  const here = url.split('?')[0]
  const tabs = [
    { to: '/ai', label: t('ai.tab.approvals'), may: 'ai.view', count: counts.ai || undefined },
    { to: '/ai/usage', label: t('ai.tab.usage'), may: 'ai.view' },
    { to: '/ai/settings', label: t('ai.tab.settings'), may: 'ai.manage' },
  ]
  return (
    <>
      <PageHeader title={t('ai.title')} pills={pills} primary={primary} />
      <PageTabs
        label={t('ai.title')}
        tabs={tabs
          .filter((tab) => may(tab.may))
          .map(({ to, label, count }) => ({ href: path(to), label, count, current: path(to) === here }))}
      />
    </>
  )
}
