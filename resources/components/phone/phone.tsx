import {
  IconArrowLeft,
  IconAntennaBars5,
  IconBattery4,
  IconDotsVertical,
  IconRosetteDiscountCheckFilled,
  IconWifi,
} from '@tabler/icons-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { clock } from '~/hooks/format'
import { useT } from '~/hooks/use_t'
import { initials } from '~/ui/facts'
import { PhoneComposer } from './phone_composer.tsx'
import classes from './phone.module.css'

type PhoneProps = {
  /** Whom the customer sees. */
  name: string
  /** Only if the provider says so. */
  verified?: boolean
  at?: number
  height?: number
  /** The thread. */
  children: ReactNode
  /** Makes the field at the bottom a real one; without it the phone is a picture. */
  onSend?: (text: string) => void
  disabled?: boolean
  /** Scrolls to the newest when this changes. */
  follow?: unknown
}

export function Phone({ name, verified = false, at, height, children, onSend, disabled, follow }: PhoneProps) {
  const { t } = useT()
  const wall = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (follow !== undefined) wall.current?.scrollTo({ top: wall.current.scrollHeight })
  }, [follow])

  return (
    <section
      className={classes.phone}
      style={{ '--phone-height': height && `${height}px` }}
      aria-label={t('phone.title', { name })}
    >
      <div className={classes.status} aria-hidden>
        <span>{at === undefined ? '' : clock(at)}</span>
        <span className={classes.signs}>
          <IconAntennaBars5 size={15} />
          <IconWifi size={15} />
          <IconBattery4 size={16} />
        </span>
      </div>
      <div className={classes.head}>
        <IconArrowLeft size={18} aria-hidden />
        <span className={classes.face} aria-hidden>
          {initials(name)}
        </span>
        <div className={classes.who}>
          <div className={classes.name}>
            <span className="st-cut">{name}</span>
            {verified && (
              <IconRosetteDiscountCheckFilled size={16} color="#1f8fe0" role="img" aria-label={t('phone.verified')} />
            )}
          </div>
          <div className={classes.kind}>{t('phone.business')}</div>
        </div>
        <IconDotsVertical size={18} aria-hidden />
      </div>
      <div ref={wall} className={classes.wall} tabIndex={0} role="group" aria-label={t('phone.thread')}>
        {children}
      </div>
      <PhoneComposer onSend={onSend} disabled={disabled} />
    </section>
  )
}
