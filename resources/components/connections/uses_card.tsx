import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { TextLink } from '~/ui/text_link'
import type { Use } from './types.ts'

/** What would stop working without this connection. */
export function UsesCard({ uses }: { uses: Use[] }) {
  const { t } = useT()
  const { path } = useShared()
  return (
    <Card title={t('connections.uses')}>
      {uses.length === 0 ? (
        <p style={{ margin: 0, color: 'var(--st-text-2)' }}>{t('connections.uses_none')}</p>
      ) : (
        <ul style={{ margin: 0, padding: 0, listStyle: 'none', display: 'grid', gap: 6 }}>
          {uses.map(({ id, title, to, live }) => (
            <li key={id}>
              <TextLink href={path(to)}>{title}</TextLink>
              {!live && <span style={{ color: 'var(--st-text-3)' }}> · {t('connections.uses_draft')}</span>}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
