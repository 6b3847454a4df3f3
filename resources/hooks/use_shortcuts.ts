import { useEffect, useRef } from 'react'

export type Shortcut = {
  /** "mod+k", "/", "?", or a sequence: "g c". */
  keys: string
  run: () => void
  /** Works while typing too: only for those with mod. */
  always?: boolean
}

const PAUSE = 900

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

const pressed = (event: KeyboardEvent) => (event.ctrlKey || event.metaKey ? 'mod+' : '') + event.key.toLowerCase()

/** Single keys, mod+key, and two keys after one another; silent while a field has the focus. */
export function useShortcuts(shortcuts: Shortcut[]) {
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })

  useEffect(() => {
    let before = { key: '', at: 0 }
    const listen = (event: KeyboardEvent) => {
      if (event.altKey || event.isComposing) return
      const key = pressed(event)
      const pair = event.timeStamp - before.at < PAUSE ? `${before.key} ${key}` : ''
      const match = latest.current.find(
        ({ keys, always }) => (keys === key || keys === pair) && (always || !typing(event.target))
      )
      before = { key: typing(event.target) ? '' : key, at: event.timeStamp }
      if (!match) return
      event.preventDefault()
      match.run()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
