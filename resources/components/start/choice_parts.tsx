import type { ConnectionLine } from '~/components/connections/types'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { CodeBlock } from '~/ui/code_block'
import { StateMark } from '~/ui/state_mark'
import { TextLink } from '~/ui/text_link'
import type { StartChoice } from './types.ts'
import classes from './start.module.css'

/** What will be read and written there, before anything is. */
export function Asks({ choice }: { choice: StartChoice }) {
  const { t } = useT()
  const { reads, writes, docsUrl } = choice
  return (
    <div>
      <p className={classes.asksTitle}>{t('start.asks')}</p>
      <ul className={classes.asks}>
        {reads.map((line) => (
          <li key={line}>
            <strong>{t('start.reads')}</strong> {line}
          </li>
        ))}
        {writes.map((line) => (
          <li key={line}>
            <strong>{t('start.writes')}</strong> {line}
          </li>
        ))}
        {writes.length === 0 && (
          <li>
            <strong>{t('start.writes_nothing')}</strong> {t('start.writes_nothing_note')}
          </li>
        )}
      </ul>
      {docsUrl && (
        <p style={{ margin: '12px 0 0' }}>
          <TextLink href={docsUrl} external>
            {t('connections.where_to_find')}
          </TextLink>
        </p>
      )}
    </div>
  )
}

export function Connected({ choice, connection }: { choice: StartChoice; connection: ConnectionLine }) {
  const { t } = useT()
  const { path } = useShared()
  return (
    <div className="st-stack">
      <div className={classes.connected}>
        <span>
          <strong>{connection.accountLabel ?? connection.name}</strong>{' '}
          <StateMark thing="connection" state={connection.state} />
        </span>
        <TextLink href={path(`/connections/${connection.id}`)}>{t('start.open_connection')}</TextLink>
      </div>
      {choice.address && (
        <>
          <CodeBlock title={t('start.address')} value={choice.address} />
          <p style={{ margin: 0, color: 'var(--st-text-2)', fontSize: 13 }}>{t('start.address_help')}</p>
        </>
      )}
    </div>
  )
}
