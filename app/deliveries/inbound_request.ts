import type { IncomingMessage } from 'node:http'
import { appUrl } from '#config/app'
import type { InboundRequest } from '#sdk/webhooks'

export const BODY_LIMIT = 5 * 1024 * 1024

/** The exact bytes, or null when there are more than the limit; then the rest is not even read. */
export async function readBody(incoming: IncomingMessage, limit = BODY_LIMIT): Promise<Buffer | null> {
  if (Number(incoming.headers['content-length'] ?? 0) > limit) return null

  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length
    if (size > limit) return null
    chunks.push(chunk as Buffer)
  }
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, size)
}

export function inboundRequest(incoming: IncomingMessage, rawBody: Buffer): InboundRequest {
  const path = incoming.url ?? '/'
  const mark = path.indexOf('?')
  return {
    method: incoming.method ?? 'POST',
    // As the provider was told, not as a proxy in between names us.
    url: `${appUrl}${path}`,
    query: mark === -1 ? {} : Object.fromEntries(new URLSearchParams(path.slice(mark + 1))),
    headers: headersOf(incoming),
    rawBody,
  }
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '')
  return headers
}
