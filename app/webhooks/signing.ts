import { randomBytes } from 'node:crypto'
import { standardHeaders } from '#sdk/index'

/** As Standard Webhooks write it: 32 random bytes behind a prefix that a scanner of leaked secrets knows. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

/** The three headers; one signature for each secret. `at` is machine time: the receiver judges it by its own clock. */
export function signed(secrets: string[], { id, at, body }: { id: string; at: number; body: string }) {
  const [own, ...others] = secrets.map((secret) => standardHeaders(secret, { id, at, body }))
  return {
    ...own,
    'webhook-signature': [own, ...others].map((headers) => headers['webhook-signature']).join(' '),
  }
}
