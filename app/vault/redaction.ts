/** Shorter than this a secret is also an ordinary word, and masking it would make logs unreadable. */
const SHORTEST = 8
/** Enough for what one process calls at a time; the longest unused secret makes room. */
const LIMIT = 2000
const MASK = '••••'

const live = new Set<string>()
let pattern: RegExp | null = null

/** Remembers every text in `value` as secret: from here on logs and errors show a mask in its place. */
export function protect(value: unknown): void {
  for (const text of textsIn(value)) remember(text)
}

/** The text with every live secret masked, also where JSON, a URL or Basic authentication has changed its spelling. */
export function redact(text: string): string {
  if (live.size === 0) return text
  pattern ??= new RegExp([...live].map((secret) => secret.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')).join('|'), 'g')
  return text.replace(pattern, MASK)
}

function remember(text: string) {
  const spellings = [
    text,
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text),
    Buffer.from(text).toString('base64'),
  ]
  for (const spelling of spellings) {
    const known = live.delete(spelling)
    live.add(spelling)
    if (!known) pattern = null
  }
  for (const oldest of live) {
    if (live.size <= LIMIT) break
    live.delete(oldest)
    pattern = null
  }
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string' && value.length >= SHORTEST) yield value
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* textsIn(inner)
}
