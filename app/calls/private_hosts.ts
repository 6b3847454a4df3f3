import env from '#start/env'

/**
 * Hosts that connections may name in their settings although they lead to private addresses, as an admin of the
 * installation listed them: a model server in the same network. What a pipeline or a contact names stays public.
 */
const listed = new Set(
  (env.get('STAFFETTA_PRIVATE_HOSTS') ?? '')
    .split(',')
    .map((host) => host.trim().toLowerCase())
    .filter(Boolean)
)

export const privateHosts = {
  /** With its port, unless it is the scheme's own: `ollama:11434`. */
  allows: (url: URL): boolean => listed.has(url.host),

  /** From here on; `false` takes it back. For tests. */
  allow(host: string, allowed = true): void {
    if (allowed) listed.add(host)
    else listed.delete(host)
  },
}
