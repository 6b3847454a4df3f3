import { usePage } from '@inertiajs/react'
import type { ReactNode } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { PageTabs } from '~/ui/filter_tabs'
import { PageHeader } from '~/ui/page_header'

const TABS = ['carts', 'orders', 'shipments', 'payments']

/** Title and tabs of every list below Commerce. */
export function CommerceHead({ primary }: { primary?: ReactNode }) {
  const { t } = useT()
  const { url } = usePage()
  const { path } = useShared()
  const here = url.split('?')[0] ?? ''
  return (
    <>
      <PageHeader title={t('nav.commerce')} primary={primary} />
      <PageTabs
        label={t('nav.commerce')}
        tabs={TABS.map((key) => ({
          href: path(`/commerce/${key}`),
          label: t(`commerce.${key}`),
          current: here.startsWith(path(`/commerce/${key}`)),
        }))}
      />
    </>
  )
}
