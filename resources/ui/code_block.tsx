import { useClipboard } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useT } from '~/hooks/use_t'
import { TextLink } from './text_link.tsx'
import classes from './code_block.module.css'

const pretty = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? ''))

export function CopyLink({ text }: { text: string }) {
  const { t } = useT()
  const { copy, copied } = useClipboard({ timeout: 1500 })
  return (
    <span aria-live="polite">
      <TextLink onClick={() => copy(text)}>{t(copied ? 'console.copied' : 'console.copy')}</TextLink>
    </span>
  )
}

type CodeBlockProps = {
  /** Text as it is, anything else as indented JSON. */
  value: unknown
  title?: ReactNode
  maxHeight?: number
}

export function CodeBlock({ value, title, maxHeight = 420 }: CodeBlockProps) {
  const { t } = useT()
  const text = pretty(value)
  const label = typeof title === 'string' ? title : t('console.code')
  return (
    <div>
      <div className={classes.head}>
        <span>{title}</span>
        <CopyLink text={text} />
      </div>
      {/* A scrolling region must be reachable by keyboard. */}
      <pre className={classes.code} style={{ '--code-height': `${maxHeight}px` }} tabIndex={0} aria-label={label}>
        <code>{text}</code>
      </pre>
    </div>
  )
}
