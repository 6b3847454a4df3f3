import type { ReactNode } from 'react'
import { Mark, type Shape, type Tone } from '~/ui/mark'
import { TextLink } from '~/ui/text_link'
import classes from './activity.module.css'

export type Attention = {
  id: string
  tone: Tone
  shape: Shape
  title: string
  /** What follows from it and what is safe. */
  text?: ReactNode
  action?: { label: string; href: string }
}

/** Things a person should look at, each with what repairs it. */
export function AttentionList({ items }: { items: Attention[] }) {
  return (
    <ul style={{ margin: 0, padding: 0, listStyle: 'none' }}>
      {items.map(({ id, tone, shape, title, text, action }) => (
        <li key={id} className={classes.attention}>
          <Mark shape={shape} tone={tone} />
          <div>
            <strong>{title}</strong>
            {text && <p>{text}</p>}
            {action && <TextLink href={action.href}>{action.label}</TextLink>}
          </div>
        </li>
      ))}
    </ul>
  )
}
