import { Head } from '@inertiajs/react'
import type { ReactNode } from 'react'
import { PartOfChain } from '~/components/chain/chain'
import type { Hop } from '~/components/chain/types'
import { chooseLocale } from '~/components/shell/locale'
import { useFlash } from '~/components/shell/use_flash'
import { money } from '~/hooks/format'
import { useT } from '~/hooks/use_t'
import { Logo } from '~/ui/logo'
import classes from './auth.module.css'

const languages = [
  ['en', 'English'],
  ['it', 'Italiano'],
] as const

function Languages() {
  const { t, locale } = useT()
  return (
    <footer className={classes.foot}>
      {t('auth.own_server')}{' '}
      {languages.map(([code, name], i) => (
        <span key={code}>
          {i > 0 && ' · '}
          <button
            type="button"
            lang={code}
            className={classes.locale}
            aria-pressed={locale === code}
            onClick={() => void chooseLocale(code)}
          >
            {name}
          </button>
        </span>
      ))}
    </footer>
  )
}

/** What the product does, told by the thing it shows everywhere. */
function Teaser() {
  const { t } = useT()
  const today = new Date()
  const at = (hour: number, minute: number) => today.setHours(hour, minute, 0, 0)
  const value = money(18_400, 'EUR')
  const hops: Hop[] = [
    { kind: 'event', state: 'passed', title: t('auth.teaser.event', { value }), at: at(9, 12) },
    { kind: 'message', state: 'passed', title: t('auth.teaser.message'), status: 'read', at: at(10, 19) },
    { kind: 'click', state: 'passed', title: t('auth.teaser.click'), at: at(10, 21) },
    { kind: 'order', state: 'passed', title: `#1042, ${value}`, at: at(10, 34) },
    { kind: 'report', state: 'passed', title: t('auth.teaser.report'), status: 'accepted', at: at(10, 35) },
  ]
  return (
    <aside className={classes.right}>
      <div className={classes.teaser}>
        <h2 className={classes.claim}>{t('auth.claim')}</h2>
        <PartOfChain hops={hops} />
      </div>
    </aside>
  )
}

type AuthLayoutProps = { title: string; subtitle?: ReactNode; children: ReactNode }

/** Sign-in and its relatives: the form at the left, the relay at the right. Use it inside the page. */
export default function AuthLayout({ title, subtitle, children }: AuthLayoutProps) {
  useFlash()
  return (
    <div className={classes.split}>
      <Head title={title} />
      <div className={classes.left}>
        <Logo size={24} />
        <main className={classes.form}>
          <h1 className={classes.title}>{title}</h1>
          <p className={classes.subtitle}>{subtitle}</p>
          {children}
        </main>
        <Languages />
      </div>
      <Teaser />
    </div>
  )
}
