import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { Notice } from '~/ui/error_box'
import { Facts } from '~/ui/facts'
import type { Json, JsonObject } from './types.ts'

type Item = { type: string; key: string; occurredAt: number | null; person: JsonObject | null; values: JsonObject }
type Preview = { ok: true; items: Item[] } | { ok: false; reason?: string; errors?: { message: string }[] }

const token = () => decodeURIComponent(/XSRF-TOKEN=([^;]+)/.exec(document.cookie)?.[1] ?? '')

function usePreview(url: string, body: { delivery: string; settings: JsonObject }): Preview | null {
  const [preview, setPreview] = useState<Preview | null>(null)
  const [asked] = useDebouncedValue(JSON.stringify(body), 200)
  useEffect(() => {
    const cut = new AbortController()
    const headers = { 'content-type': 'application/json', 'accept': 'application/json', 'x-xsrf-token': token() }
    fetch(url, { method: 'POST', body: asked, headers, signal: cut.signal })
      .then(async (response) => (response.ok ? setPreview((await response.json()) as Preview) : undefined))
      // Offline, or overtaken by the next choice: the last picture stays.
      .catch(() => undefined)
    return () => cut.abort()
  }, [url, asked])
  return preview
}

const shown = (value: Json): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))

/** What the request becomes, as the server's own parser says. */
export function BodyMapPreview({ connectionId, delivery, settings }: PreviewProps) {
  const { t, reason } = useT()
  const { path } = useShared()
  const preview = usePreview(path(`/connections/${connectionId}/mapping/previews`), { delivery, settings })
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
