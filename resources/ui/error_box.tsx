import { IconAlertTriangle, IconBan, IconClock, IconInfoCircle, type TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './notice.module.css'

type Kind = 'error' | 'refusal' | 'wait' | 'info'

const looks: Record<Kind, { icon: TablerIcon; color: string; background: string }> = {
  error: { icon: IconAlertTriangle, color: 'var(--st-bad)', background: 'var(--st-bad-bg)' },
  refusal: { icon: IconBan, color: 'var(--st-bad)', background: 'var(--st-bad-bg)' },
  wait: { icon: IconClock, color: 'var(--st-wait)', background: 'var(--st-wait-bg)' },
  info: { icon: IconInfoCircle, color: 'var(--st-text-2)', background: 'var(--st-idle-bg)' },
}

type NoticeProps = {
  kind?: Kind
  /** The cause, in bold. */
  title?: ReactNode
  /** The consequence, and what is safe. */
  children?: ReactNode
  /** The field, button or links that repair it. */
  actions?: ReactNode
  /** Read out when it appears. */
  alert?: boolean
}

/** A tinted box at the top of what it is about: cause, consequence, repair. */
export function Notice({ kind = 'info', title, children, actions, alert = false }: NoticeProps) {
  const { icon: Icon, color, background } = looks[kind]
  return (
    <div className={classes.notice} style={{ background }} role={alert ? 'alert' : undefined}>
      <Icon size={18} stroke={1.6} color={color} aria-hidden />
      <div>
        <p className={classes.text}>
          {title !== undefined && <strong>{title}</strong>} {children}
        </p>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
    </div>
  )
}

export function ErrorBox(props: Omit<NoticeProps, 'kind' | 'alert'>) {
  return <Notice kind="error" alert {...props} />
}
