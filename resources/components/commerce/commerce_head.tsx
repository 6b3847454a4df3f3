import { usePage } from '@inertiajs/react'
import type { ReactNode } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { PageTabs } from '~/ui/filter_tabs'
import { PageHeader } from '~/ui/page_header'

const TABS = ['overview', 'carts', 'orders', 'shipments', 'payments']

/** Title and tabs of every list below Commerce. */
export function CommerceHead({ primary, note }: { primary?: ReactNode; note?: ReactNode }) {
  const { t } = useT()
  const { url } = usePage()
  const { path } = useShared()
  const here = url.split('?')[0] ?? ''
  const hrefOf = (key: string) => path(key === 'overview' ? '/commerce' : `/commerce/${key}`)
  return (
    <>
      <PageHeader title={t('nav.commerce')} note={note} primary={primary} />
      <PageTabs
        label={t('nav.commerce')}
        tabs={TABS.map((key) => ({
          href: hrefOf(key),
          label: t(`commerce.${key}`),
          current: key === 'overview' ? here === hrefOf(key) : here.startsWith(hrefOf(key)),
        }))}
      />
    </>
  )
}
