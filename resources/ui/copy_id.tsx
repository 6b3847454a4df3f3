import { Tooltip, VisuallyHidden } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useT } from '~/hooks/use_t'
import classes from './copy_id.module.css'

/** Prefix and last six characters, as ids are always shown. */
export function shortId(id: string) {
  const cut = id.indexOf('_') + 1
  return id.length - cut <= 6 ? id : id.slice(0, cut) + id.slice(-6)
}

export function CopyId({ id }: { id: string }) {
  const { t } = useT()
  const { copy, copied } = useClipboard({ timeout: 1500 })
  return (
    <Tooltip label={copied ? t('console.copied') : id} openDelay={300}>
      <button type="button" className={classes.id} data-copied={copied || undefined} onClick={() => copy(id)}>
        {shortId(id)}
        <VisuallyHidden aria-live="polite">, {t(copied ? 'console.copied' : 'console.copy_id')}</VisuallyHidden>
      </button>
    </Tooltip>
  )
}
