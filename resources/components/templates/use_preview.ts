import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import type { BubbleMessage } from '~/components/phone/types'
import type { SmsLength } from './sms_line.tsx'
import type { Variant } from './types.ts'

export type Preview =
  { ok: true; bubble: BubbleMessage; sms: SmsLength } | { ok: false; code: string; params: Record<string, unknown> }

const token = () => decodeURIComponent(/XSRF-TOKEN=([^;]+)/.exec(document.cookie)?.[1] ?? '')

/** Asks the server's engine how the message would leave, a moment after the last key: only it knows for certain. */
export function usePreview(url: string, variant: Variant, missing: boolean): Preview | null {
  const [preview, setPreview] = useState<Preview | null>(null)
  const [asked] = useDebouncedValue(JSON.stringify({ variant, missing }), 250)

  useEffect(() => {
    const cut = new AbortController()
    const headers = { 'content-type': 'application/json', 'accept': 'application/json', 'x-xsrf-token': token() }
    fetch(url, { method: 'POST', body: asked, headers, signal: cut.signal })
      .then(async (response) => (response.ok ? setPreview((await response.json()) as Preview) : undefined))
      // Offline, or overtaken by the next key: the last picture stays.
      .catch(() => undefined)
    return () => cut.abort()
  }, [url, asked])

  return preview
}
