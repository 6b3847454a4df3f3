import { useAnswer } from '~/hooks/use_answer'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { Notice } from '~/ui/error_box'
import { Facts } from '~/ui/facts'
import type { Json, JsonObject } from './types.ts'

type Item = { type: string; key: string; occurredAt: number | null; person: JsonObject | null; values: JsonObject }
type Preview = { ok: true; items: Item[] } | { ok: false; reason?: string; errors?: { message: string }[] }

const shown = (value: Json): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))

/** What the request becomes, as the server's own parser says. */
export function BodyMapPreview({ connectionId, delivery, settings }: PreviewProps) {
  const { t, reason } = useT()
  const { path } = useShared()
  const url = path(`/connections/${connectionId}/mapping/previews`)
  const preview = useAnswer<Preview>(url, { delivery, settings })
  if (!preview) return null
  if (!preview.ok)
    return (
      <Notice kind="refusal" title={t('connections.mapping_fails')}>
        {preview.reason ? reason(preview.reason) : (preview.errors ?? []).map(({ message }) => message).join(' ')}
      </Notice>
    )
  return (
    <>
      {preview.items.map((item) => (
        <Becomes key={item.key} item={item} />
      ))}
    </>
  )
}

type PreviewProps = { connectionId: string; delivery: string; settings: JsonObject }

function Becomes({ item: { type, key, person, values } }: { item: Item }) {
  const { t, wordOf } = useT()
  const facts = (fields: JsonObject, words?: string) =>
    Object.entries(fields).map(([name, value]) => ({
      label: words ? wordOf(`${words}.${name}`) : name,
      value: shown(value),
    }))
  return (
    <Card title={t('connections.mapping_becomes')} note={type}>
      <div className="st-stack">
        {person ? (
          <Facts items={facts(person, 'connections.person')} />
        ) : (
          <Notice kind="wait" title={t('connections.mapping_nobody')}>
            {t('connections.mapping_nobody_help')}
          </Notice>
        )}
        {Object.keys(values).length > 0 && (
          <section>
            <h3 style={{ margin: '0 0 6px', fontSize: 13 }}>{t('connections.mapping_values')}</h3>
            <Facts items={facts(values)} />
          </section>
        )}
        <p style={{ margin: 0, fontSize: 12, color: 'var(--st-text-3)', overflowWrap: 'anywhere' }}>
          {t('connections.mapping_once', { key })}
        </p>
      </div>
    </Card>
  )
}
