import { Link } from '@inertiajs/react'
import type { ReactNode } from 'react'
import { useT } from '~/hooks/use_t'
import classes from './data_table.module.css'

export type PagerProps = {
  /** Addresses of the neighbouring pages; nothing is drawn for one that is not there. */
  newer?: string | null
  older?: string | null
  note?: ReactNode
}

export function Pager({ newer, older, note }: PagerProps) {
  const { t } = useT()
  if (!newer && !older && note === undefined) return null
  return (
    <div className={classes.pager}>
      <span className="st-num">{note}</span>
      <nav className={classes.steps} aria-label={t('console.pages')}>
        {newer && (
          <Link className="st-link" href={newer} preserveState>
            {t('console.newer')}
          </Link>
        )}
        {older && (
          <Link className="st-link" href={older} preserveState>
            {t('console.older')}
          </Link>
        )}
      </nav>
    </div>
  )
}
