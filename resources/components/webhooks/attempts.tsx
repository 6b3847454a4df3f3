import { useT } from '~/hooks/use_t'
import { Word } from '~/ui/state_mark'
import { Time } from '~/ui/time'
import type { AttemptLine } from './types.ts'
import classes from './webhooks.module.css'

/** What each try came to, the latest first. */
export function Attempts({ attempts, named = false }: { attempts: AttemptLine[]; named?: boolean }) {
  const { t, reason } = useT()
  return (
    <div className={classes.attempts}>
      {attempts.map(({ id, type, n, ok, status, code, tookMs, answer, at }) => (
        <div key={id} className={classes.attempt}>
          <div className={classes.attemptLine}>
            <Word tone={ok ? 'ok' : 'bad'} shape={ok ? 'tick' : 'cross'}>
              {named ? type : t('webhooks.attempt_line', { n })}
            </Word>
            <Time at={at} form="seconds" mono />
            <span className="st-num">{status === null ? '–' : `HTTP ${status}`}</span>
            <span className="st-num">{tookMs} ms</span>
            {code && <span style={{ color: 'var(--st-bad)' }}>{reason(code, { status })}</span>}
          </div>
          {answer && (
            <pre className={classes.answer} tabIndex={0} aria-label={t('webhooks.answer_start')}>
              {answer}
            </pre>
          )}
        </div>
      ))}
    </div>
  )
}
