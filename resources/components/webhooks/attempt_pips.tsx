import { Tooltip } from '@mantine/core'
import { useT } from '~/hooks/use_t'
import classes from './webhooks.module.css'

/** The latest attempts in a row, the newest at the right. */
export function AttemptPips({ recent }: { recent: string }) {
  const { t } = useT()
  if (recent === '') return <span style={{ color: 'var(--st-text-2)' }}>{t('webhooks.none_yet')}</span>
  const tries = [...recent]
  const text = t('webhooks.recent_words', { ok: tries.filter((one) => one === '1').length, all: tries.length })
  return (
    <Tooltip label={text}>
      <span className={classes.pips} role="img" aria-label={text}>
        {tries.map((one, i) => (
          <span key={i} className={classes.pip} data-ok={one === '1'} />
        ))}
      </span>
    </Tooltip>
  )
}
