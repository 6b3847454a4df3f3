import { hmac, sameSignature, VerificationFailed } from '#sdk/index'
import type { InboundRequest, VerifyContext } from '#sdk/index'
import { headerIn } from './headers.ts'

type Proof = (request: InboundRequest, secret: string, settings: Record<string, unknown>) => void

const PROOFS: Record<string, Proof> = { signature, token, basic }

/** Throws `VerificationFailed` unless the sender proves itself in the way this connection asks for. */
export function verify(request: InboundRequest, { secret, settings }: VerifyContext): void {
  if (settings.proof === 'address') return
  if (!secret) throw new VerificationFailed('missing_secret')
  const proof = PROOFS[typeof settings.proof === 'string' ? settings.proof : 'signature'] ?? signature
  proof(request, secret, settings)
}

/** HMAC-SHA256 over the exact bytes, in hex or base64, with or without `sha256=` before it. */
function signature({ headers, rawBody }: InboundRequest, secret: string, { signatureHeader }: Record<string, unknown>) {
  const received = headers[headerIn(signatureHeader) ?? 'x-signature']?.trim().replace(/^sha256=/i, '')
  if (!received) throw new VerificationFailed('missing_signature')
  const hex = sameSignature(hmac('sha256', secret, rawBody, 'hex'), received.toLowerCase())
  const base64 = sameSignature(hmac('sha256', secret, rawBody, 'base64'), received)
  if (!hex && !base64) throw new VerificationFailed('bad_signature')
}

function token({ headers }: InboundRequest, secret: string, { tokenHeader }: Record<string, unknown>) {
  const received = headers[headerIn(tokenHeader) ?? 'authorization']?.trim().replace(/^(bearer|token)\s+/i, '')
  if (!received) throw new VerificationFailed('missing_signature')
  if (!sameSignature(secret, received)) throw new VerificationFailed('bad_signature')
}

/** RFC 7617. A name is compared only where the connection names one. */
function basic({ headers }: InboundRequest, secret: string, { username }: Record<string, unknown>) {
  const [, encoded] = /^basic\s+(\S+)$/i.exec(headers.authorization?.trim() ?? '') ?? []
  if (!encoded) throw new VerificationFailed('missing_signature')
  const [name = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  const named = typeof username === 'string' && username !== '' ? sameSignature(username, name) : true
  if (!sameSignature(secret, rest.join(':')) || !named) throw new VerificationFailed('bad_signature')
}
