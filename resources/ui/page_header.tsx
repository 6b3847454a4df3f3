import { Head, Link } from '@inertiajs/react'
import type { ReactNode } from 'react'
import { useT } from '~/hooks/use_t'
import classes from './page_header.module.css'

export type Crumb = { label: string; href?: string }

type PageHeaderProps = {
  title: string
  crumbs?: Crumb[]
  /** A 28 px icon before the title, or an avatar. */
  icon?: ReactNode
  /** State pills, tags, the id. */
  pills?: ReactNode
  /** Grey words after the title. */
  note?: ReactNode
  /** At most two quiet buttons. */
  secondary?: ReactNode
  /** The one primary button. On a phone it takes the full width under the title. */
  primary?: ReactNode
}

function Crumbs({ crumbs }: { crumbs: Crumb[] }) {
  const { t } = useT()
  return (
    <nav aria-label={t('console.crumbs')}>
      <ol className={classes.crumbs}>
        {crumbs.map(({ label, href }, i) => (
          <li key={label}>
            {href ? <Link href={href}>{label}</Link> : label}
            {i < crumbs.length - 1 && <span aria-hidden> /</span>}
          </li>
        ))}
      </ol>
    </nav>
  )
}

export function PageHeader({ title, crumbs, icon, pills, note, secondary, primary }: PageHeaderProps) {
  const short = !crumbs && !pills && !secondary
  return (
    <header className={classes.header} data-short={short || undefined} data-crumbs={crumbs ? true : undefined}>
      <Head title={title} />
      <div className={classes.words}>
        {crumbs && <Crumbs crumbs={crumbs} />}
        <div className={classes.line}>
          {icon}
          <h1 className={classes.title}>{title}</h1>
          {pills}
          {note !== undefined && <span className={classes.note}>{note}</span>}
        </div>
      </div>
      {(secondary !== undefined || primary !== undefined) && (
        <div className={classes.actions}>
          {secondary}
          {primary !== undefined && <div className={classes.primary}>{primary}</div>}
        </div>
      )}
    </header>
  )
}

/** The square a connector's or thing's icon stands in, beside the title. */
export function TitleIcon({ children }: { children: ReactNode }) {
  return (
    <span className={classes.icon} aria-hidden>
      {children}
    </span>
  )
}
