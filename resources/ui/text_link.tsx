import { Link } from '@inertiajs/react'
import type { ReactNode } from 'react'

type TextLinkProps = { children: ReactNode; href?: string; onClick?: () => void; external?: boolean }

/** The blue words that act: a visit if it has an address, else a button. */
export function TextLink({ children, href, onClick, external = false }: TextLinkProps) {
  if (href === undefined) {
    return (
      <button type="button" className="st-link" onClick={onClick}>
        {children}
      </button>
    )
  }
  if (external) {
    return (
      <a className="st-link" href={href} target="_blank" rel="noreferrer">
        {children}
      </a>
    )
  }
  return (
    <Link className="st-link" href={href} onClick={onClick}>
      {children}
    </Link>
  )
}
