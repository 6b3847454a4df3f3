import { router } from '@inertiajs/react'
import { IconSend } from '@tabler/icons-react'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { EmptyState } from '~/ui/empty_state'
import { FilterTabs } from '~/ui/filter_tabs'
import { Pager } from '~/ui/pager'
import { StateMark } from '~/ui/state_mark'
import { TextLink } from '~/ui/text_link'
import { Time } from '~/ui/time'
import { Attempts } from './attempts.tsx'
import type { DispatchLine } from './types.ts'
import classes from './webhooks.module.css'

type DispatchLogProps = { at: string; dispatches: DispatchLine[]; older: string | null; filtered: boolean }

const STATES = ['all', 'pending', 'sent', 'failed']
const AGAIN = ['sent', 'failed', 'gave_up']

function Dispatch({ at, dispatch }: { at: string; dispatch: DispatchLine }) {
  const { t, reason } = useT()
  const { path, may } = useShared()
  const { id, eventId, type, state, code, status, dueAt, createdAt, attempts } = dispatch
  const waits = state === 'pending' || state === 'retrying'
  return (
    <details className={classes.dispatch}>
      <summary>
        <span className={`st-mono ${classes.summaryMain}`}>{type}</span>
        {code && <span style={{ fontSize: 13, color: 'var(--st-text-2)' }}>{reason(code, { status })}</span>}
        <StateMark thing="dispatch" state={state} />
        <Time at={createdAt} form="seconds" mono />
      </summary>
      <div className={classes.attempts} style={{ paddingBottom: attempts.length > 0 ? 4 : 14 }}>
        <div className={classes.attemptLine} style={{ fontSize: 13 }}>
          <TextLink href={path(`/developers/events/${eventId}`)}>{eventId}</TextLink>
          {waits && dueAt !== null && (
            <span style={{ color: 'var(--st-text-2)' }}>{t('webhooks.next_try', { at: dueAt })}</span>
          )}
          {AGAIN.includes(state) && may('webhooks.manage') && (
            <TextLink onClick={() => router.post(`${at}/dispatches/${id}/redeliveries`, {}, { preserveScroll: true })}>
              {t('webhooks.send_again')}
            </TextLink>
          )}
        </div>
      </div>
      {attempts.length > 0 && <Attempts attempts={attempts} />}
    </details>
  )
}

/** Every event on its way to this receiver, with what each try came to. */
export function DispatchLog({ at, dispatches, older, filtered }: DispatchLogProps) {
  const { t } = useT()
  const query = useQuery()
  return (
    <Card
      flush
      title={t('webhooks.log')}
      aside={
        <FilterTabs
          name="state"
          label={t('webhooks.state')}
          choices={STATES.map((value) => ({ value, label: t(`webhooks.filter.${value}`) }))}
        />
      }
    >
      {dispatches.map((dispatch) => (
        <Dispatch key={dispatch.id} at={at} dispatch={dispatch} />
      ))}
      {dispatches.length === 0 && (
        <EmptyState icon={IconSend} title={t(filtered ? 'webhooks.log_none' : 'webhooks.log_empty')}>
          {!filtered && t('webhooks.log_empty_help')}
        </EmptyState>
      )}
      <Pager
        older={older && query.href({ before: older })}
        newer={query.get('before') ? query.href({ before: null }) : null}
      />
    </Card>
  )
}
