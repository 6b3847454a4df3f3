import { useEffect, useState } from 'react'

export type Found = { id: string; title: string; subtitle?: string; href: string }
export type FoundGroup = { kind: string; items: Found[] }

const WAIT = 150

/** Asks while typing; an answer that comes after the next question is dropped. */
export function useSearch(address: string, words: string) {
  const [groups, setGroups] = useState<FoundGroup[]>([])
  const [busy, setBusy] = useState(false)

  useEffect(() => {
    const asked = words.trim()
    setBusy(asked.length > 1)
    if (asked.length < 2) {
      setGroups([])
      return
    }
    const abort = new AbortController()
    const ask = async () => {
      const answer = await fetch(`${address}?q=${encodeURIComponent(asked)}`, {
        signal: abort.signal,
        headers: { Accept: 'application/json' },
      })
      const found = answer.ok ? ((await answer.json()) as { groups?: FoundGroup[] }) : {}
      setGroups(found.groups ?? [])
      setBusy(false)
    }
    const timer = setTimeout(() => {
      ask().catch(() => {
        if (abort.signal.aborted) return
        setGroups([])
        setBusy(false)
      })
    }, WAIT)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [address, words])

  return { groups, busy }
}
