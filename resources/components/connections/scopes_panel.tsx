import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { Notice } from '~/ui/error_box'
import classes from './connections.module.css'

function Lines({ title, lines }: { title: string; lines: string[] }) {
  const { t } = useT()
  return (
    <Card title={title}>
      {lines.length === 0 ? (
        <p style={{ margin: 0 }}>{t('connections.nothing')}</p>
      ) : (
        <ul className={classes.list}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </Card>
  )
}

type ScopesPanelProps = { reads: string[]; writes: string[]; events: string[]; missing: string[] }

/** What the connection may do at the provider, and what it brings. */
export function ScopesPanel({ reads, writes, events, missing }: ScopesPanelProps) {
  const { t } = useT()
  return (
    <div className="st-stack">
      {missing.length > 0 && (
        <Notice kind="wait" title={t('connections.scopes_missing', { n: missing.length })}>
          {missing.join(', ')}
        </Notice>
      )}
      <Lines title={t('connections.reads')} lines={reads} />
      <Lines title={t('connections.writes')} lines={writes} />
      <Lines title={t('connections.brings')} lines={events} />
    </div>
  )
}
