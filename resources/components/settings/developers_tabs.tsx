import { usePage } from '@inertiajs/react'
import type { ReactNode } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { PageTabs } from '~/ui/filter_tabs'
import { PageHeader } from '~/ui/page_header'

const TABS = [
  { key: 'sandbox', to: '/developers/sandbox', may: 'sandbox.use' },
  { key: 'events', to: '/developers/events', may: 'events.view' },
  { key: 'deliveries', to: '/developers/deliveries', may: 'deliveries.view' },
  { key: 'webhooks', to: '/developers/webhooks', may: 'webhooks.view' },
  { key: 'tokens', to: '/developers/tokens', may: 'tokens.manage' },
]

/** Title and tabs of every page below Developers. */
export function DevelopersHead({ primary, secondary }: { primary?: ReactNode; secondary?: ReactNode }) {
  const { t } = useT()
  const { url } = usePage()
  const { path, may } = useShared()
  const here = url.split('?')[0] ?? ''
  return (
    <>
      <PageHeader title={t('nav.developers')} primary={primary} secondary={secondary} />
      <PageTabs
        label={t('nav.developers')}
        tabs={TABS.filter((tab) => may(tab.may)).map(({ key, to }) => ({
          href: path(to),
          label: t(`developers.${key}`),
          current: here.startsWith(path(to)),
        }))}
      />
    </>
  )
}
