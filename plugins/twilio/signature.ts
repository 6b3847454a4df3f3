import { createHash } from 'node:crypto'
import { asText, hmac, sameSignature, VerificationFailed } from '#sdk/index'
import type { InboundRequest, VerifyContext } from '#sdk/index'

/** Twilio signs the address as it was told it, and the form's fields behind it; a JSON body by its hash in the address. */
export function verify(request: InboundRequest, { credentials }: VerifyContext): void {
  const token = asText(credentials.authToken)
  if (!token) throw new VerificationFailed('missing_secret')
  const received = request.headers['x-twilio-signature']
  if (!received) throw new VerificationFailed('missing_signature')

  const fields = signedFields(request)
  const holds = addresses(request.url).some((url) =>
    sameSignature(hmac('sha1', token, url + fields, 'base64'), received)
  )
  if (!holds) throw new VerificationFailed('bad_signature')
}

function signedFields(request: InboundRequest): string {
  const hash = new URL(request.url).searchParams.get('bodySHA256')
  if (hash === null) return concatenated(request.rawBody)
  const actual = createHash('sha256').update(request.rawBody).digest('hex')
  if (!sameSignature(actual, hash.toLowerCase())) throw new VerificationFailed('bad_signature')
  return ''
}

/** Names in the order of their bytes, each with its values right behind it; the same value twice counts once. */
export function concatenated(body: Buffer): string {
  const values = new Map<string, Set<string>>()
  for (const [name, value] of new URLSearchParams(body.toString('utf8')))
    values.set(name, (values.get(name) ?? new Set()).add(value))
  return [...values.keys()]
    .sort()
    .map((name) =>
      [...(values.get(name) ?? [])]
        .sort()
        .map((value) => name + value)
        .join('')
    )
    .join('')
}

/** For some callers Twilio signs with the standard port in the address, for others without. */
function addresses(url: string): string[] {
  const parts = /^(https?):\/\/([^/?#]+)(.*)$/.exec(url)
  if (!parts) return [url]
  const [, scheme, host, rest] = parts
  const port = scheme === 'https' ? ':443' : ':80'
  if (host.endsWith(port)) return [url, `${scheme}://${host.slice(0, -port.length)}${rest}`]
  return host.includes(':') ? [url] : [url, `${scheme}://${host}${port}${rest}`]
}
