import type { ReactNode } from 'react'
import classes from './facts.module.css'

/** Names at the left, values at the right: a contact's fields, an order's parts. */
export function Facts({ items }: { items: Array<{ label: ReactNode; value: ReactNode }> }) {
  return (
    <dl className={classes.facts}>
      {items.map(({ label, value }, i) => (
        <div key={i} style={{ display: 'contents' }}>
          <dt>{label}</dt>
          <dd>{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  )
}

/** A value's name as it stands in a message: contact.first_name. */
export function ValueChip({ name, missing = false }: { name: string; missing?: boolean }) {
  return (
    <code className={classes.chip} data-missing={missing || undefined}>
      {name}
    </code>
  )
}

export function Tag({ children }: { children: ReactNode }) {
  return <span className={classes.tag}>{children}</span>
}

export function initials(name: string) {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word))
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.charAt(0) ?? '').join('')
  return letters.toUpperCase() || '#'
}

export function Avatar({ name, size = 32 }: { name: string; size?: number }) {
  return (
    <span className={classes.avatar} style={{ width: size, height: size, fontSize: size < 30 ? 10 : 12 }} aria-hidden>
      {initials(name)}
    </span>
  )
}
