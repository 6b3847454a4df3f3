import env from '#start/env'

/** Stand-ins for providers' origins, for tests and the demo: `https://*.myshopify.com` → `http://127.0.0.1:4011`. */
const standIns = new Map<string, string>(
  Object.entries(JSON.parse(env.get('STAFFETTA_FAKE_WORLD') || '{}') as Record<string, string>)
)

export interface StandIn {
  url: URL
  /** The host that was meant, told to the stand-in in `x-original-host`. */
  meant: string
}

let sealed = false

export const fakeWorld = {
  /** From here on a provider that nobody stands in for cannot be reached at all: tests never call out. */
  seal(): void {
    sealed = true
  },

  isBeyond: (url: URL): boolean => sealed && originFor(url) === null && url.hostname !== '127.0.0.1',

  /** Leads an origin to a stand-in from here on; `null` takes it away. */
  lead(origin: string, to: string | null): void {
    if (to === null) standIns.delete(origin)
    else standIns.set(origin, to)
  },

  /** Where a URL really goes, or null when nothing stands in for its origin. */
  standInFor(url: URL): StandIn | null {
    const origin = originFor(url)
    if (origin === null) return null
    return { url: new URL(url.pathname + url.search, origin), meant: url.host }
  },

  /** The origin that stands in for this one, or the same again. */
  originOf(origin: string): string {
    return originFor(new URL(origin)) ?? origin
  },

  /** The patterns led to this origin: a vendor's own SDK may have been told the stand-in's address. */
  meantBy(url: URL): string[] {
    return [...standIns]
      .filter(([, to]) => new URL(to).origin === url.origin)
      .map(([pattern]) => pattern.replace(/^https?:\/\//, ''))
  },
}

function originFor(url: URL): string | null {
  if (standIns.size === 0) return null
  const exact = standIns.get(url.origin)
  if (exact) return exact
  for (const [pattern, to] of standIns) {
    const [scheme, host] = pattern.split('://')
    if (host?.startsWith('*.') && `${scheme}:` === url.protocol && url.host.endsWith(host.slice(1))) return to
  }
  return null
}
