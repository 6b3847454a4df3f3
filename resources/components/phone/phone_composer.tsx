import { IconMicrophone, IconMoodSmile, IconPaperclip, IconSend2 } from '@tabler/icons-react'
import { useState } from 'react'
import { useT } from '~/hooks/use_t'
import classes from './phone.module.css'

type PhoneComposerProps = { onSend?: (text: string) => void; disabled?: boolean }

function Picture() {
  const { t } = useT()
  return (
    <div className={classes.writes} aria-hidden>
      <span className={classes.field}>
        <IconMoodSmile size={18} stroke={1.6} />
        <span style={{ flex: 1 }}>{t('phone.write')}</span>
        <IconPaperclip size={17} stroke={1.6} />
      </span>
      <span className={classes.send}>
        <IconMicrophone size={18} stroke={1.7} />
      </span>
    </div>
  )
}

export function PhoneComposer({ onSend, disabled = false }: PhoneComposerProps) {
  const { t } = useT()
  const [text, setText] = useState('')
  if (!onSend) return <Picture />

  return (
    <form
      className={classes.writes}
      onSubmit={(event) => {
        event.preventDefault()
        if (!text.trim()) return
        onSend(text.trim())
        setText('')
      }}
    >
      <span className={classes.field}>
        <IconMoodSmile size={18} stroke={1.6} aria-hidden />
        <input
          className={classes.input}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder={t('phone.write')}
          aria-label={t('phone.write')}
          disabled={disabled}
        />
      </span>
      <button type="submit" className={classes.send} aria-label={t('phone.send')} disabled={disabled}>
        <IconSend2 size={18} stroke={1.7} aria-hidden />
      </button>
    </form>
  )
}
