import type { Context, OutgoingMessage, SendAttempt, SendReceipt } from '#sdk/index'
import { call } from './client.ts'
import type { SandboxMessage } from './wire.ts'

export async function send(context: Context, message: OutgoingMessage, attempt: SendAttempt): Promise<SendReceipt> {
  const json: SandboxMessage = {
    to: message.to,
    content: message.content,
    reply_to: message.replyTo,
    correlation: attempt.key,
  }
  const { id } = await call<{ id: string }>(context, '/v1/messages', { json, retry: false, once: true })
  return { providerId: id }
}

export async function lookup(context: Context, attempt: SendAttempt): Promise<SendReceipt | null> {
  const { id } = await call<{ id: string | null }>(
    context,
    `/v1/messages?correlation=${encodeURIComponent(attempt.key)}`
  )
  return id === null ? null : { providerId: id }
}
