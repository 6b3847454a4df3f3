import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useState } from 'react'

const token = () => decodeURIComponent(/XSRF-TOKEN=([^;]+)/.exec(document.cookie)?.[1] ?? '')

/**
 * What the server says to this body, asked a moment after its last change; null until the first answer. For what only
 * the server knows for certain while somebody is still typing: nothing is stored by asking.
 */
export function useAnswer<Answer>(url: string, body: unknown, after = 250): Answer | null {
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [asked] = useDebouncedValue(JSON.stringify(body), after)

  useEffect(() => {
    const cut = new AbortController()
    const headers = { 'content-type': 'application/json', 'accept': 'application/json', 'x-xsrf-token': token() }
    fetch(url, { method: 'POST', body: asked, headers, signal: cut.signal })
      .then(async (response) => (response.ok ? setAnswer((await response.json()) as Answer) : undefined))
      // Offline, or overtaken by the next key: the last answer stays.
      .catch(() => undefined)
    return () => cut.abort()
  }, [url, asked])

  return answer
}
