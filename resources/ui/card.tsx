import { useId, type ReactNode } from 'react'
import classes from './card.module.css'

type CardProps = {
  title?: ReactNode
  /** Grey words at the right of the title: a count, a period. */
  note?: ReactNode
  /** One text link or small control at the far right. */
  aside?: ReactNode
  /** Shown right beside the title: a live mark, an id. */
  beside?: ReactNode
  /** A line under the title, when rows or sections follow. */
  lined?: boolean
  /** No padding: tables and lists bring their own. */
  flush?: boolean
  /** For what is not there yet: no fill, no shadow. */
  quiet?: boolean
  children?: ReactNode
}

function Head({
  id,
  title,
  note,
  aside,
  beside,
}: Pick<CardProps, 'title' | 'note' | 'aside' | 'beside'> & { id: string }) {
  return (
    <div className={classes.head}>
      <div className={classes.title}>
        <span className={classes.titleRow}>
          <h2 id={id} className={classes.title}>
            {title}
          </h2>
          {beside}
        </span>
      </div>
      {(note !== undefined || aside !== undefined) && (
        <div className={classes.aside}>
          {note !== undefined && <span className={classes.note}>{note}</span>}
          {aside}
        </div>
      )}
    </div>
  )
}

export function Card({ title, lined = false, flush = false, quiet = false, children, ...head }: CardProps) {
  const id = useId()
  const names = [classes.card, lined && classes.lined, quiet && classes.quiet].filter(Boolean).join(' ')
  return (
    <section className={names} aria-labelledby={title ? id : undefined}>
      {title !== undefined && <Head id={id} title={title} {...head} />}
      {children !== undefined && (flush ? children : <div className={classes.body}>{children}</div>)}
    </section>
  )
}

/** A part of a flush card, divided from the next by a line. */
export function CardSection({ children }: { children: ReactNode }) {
  return <div className={classes.section}>{children}</div>
}

export function CardFoot({ children }: { children: ReactNode }) {
  return <div className={classes.foot}>{children}</div>
}
