import type { Faults } from './faults.ts'

/** One signed webhook, ready to leave. It is the same on every retry. */
export interface OutgoingWebhook {
  url: string
  headers: Record<string, string>
  body: string | Buffer
}

export interface DeliveryAttempt {
  status: number | null
}

/**
 * Posts a webhook as providers do: any 2xx counts, redirects do not, silence is a failure, and the original
 * bytes are sent again. Answers what each attempt met; empty when the provider has gone silent.
 */
export async function sendWebhook(
  webhook: OutgoingWebhook,
  faults: Faults,
  { attempts = 3, timeout = 5000 }: { attempts?: number; timeout?: number } = {}
): Promise<DeliveryAttempt[]> {
  if (faults.silent) return []
  const made: DeliveryAttempt[] = []
  let wanted = faults.duplicate ? 2 : 1
  for (let n = 0; n < attempts && wanted > 0; n++) {
    const status = await post(webhook, timeout)
    made.push({ status })
    if (status !== null && status >= 200 && status < 300) wanted -= 1
  }
  return made
}

async function post({ url, headers, body }: OutgoingWebhook, timeout: number): Promise<number | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : new Uint8Array(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    })
    await response.arrayBuffer()
    return response.status
  } catch {
    // A refused connection and a time-out are the same to a sender: try again.
    return null
  }
}
