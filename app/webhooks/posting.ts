import { userRequest } from '#app/calls/http_client'
import { maskedBody } from '#app/deliveries/masking'
import { machineNow, SECOND } from '#app/clock'
import { redact } from '#app/vault/redaction'
import { isConnectorError } from '#sdk/errors'
import { retryAfterOf } from '#sdk/index'
import { signed } from './signing.ts'
import type { Subscription } from './subscription.ts'

const TIMEOUT = 12 * SECOND
const SHOWN = 1000

/** What one try came to. */
export interface Posted {
  ok: boolean
  /** HTTP status; null where no answer came. */
  status: number | null
  /** Why it failed, null when it did not. */
  code: string | null
  tookMs: number
  /** The first of what was answered, without what looks personal or secret. */
  answer: string | null
  /** Milliseconds the receiver wants to be left alone for. */
  retryAfter: number | null
}

/**
 * One signed POST. Only 2xx is a success: a redirect would lead to an address that nobody has checked. Never throws for
 * what a receiver does.
 */
export async function post(subscription: Subscription, { id, body }: { id: string; body: string }): Promise<Posted> {
  const startedAt = machineNow()
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Staffetta-Webhooks/1',
    ...signed(subscription.signingSecrets, { id, at: startedAt, body }),
  }
  try {
    const request = { method: 'POST', headers, body, timeout: TIMEOUT, retry: false }
    const fields = { workspace: subscription.workspaceId, subscription: subscription.id }
    const response = await userRequest(subscription.url, request, { fields })
    return { ...(await judged(response)), tookMs: machineNow() - startedAt }
  } catch (error) {
    if (!isConnectorError(error)) throw error
    const code = codeOf(error.code, error.vendorCode)
    return { ok: false, status: null, code, tookMs: machineNow() - startedAt, answer: null, retryAfter: null }
  }
}

async function judged(response: Response): Promise<Omit<Posted, 'tookMs'>> {
  const { status, ok } = response
  const slower = status === 429 || status === 503
  return {
    ok,
    status,
    code: ok ? null : codeOfStatus(status),
    answer: shownAnswer(await response.text()),
    retryAfter: slower ? retryAfterOf(response) : null,
  }
}

function codeOfStatus(status: number): string {
  if (status === 410) return 'receiver_gone'
  if (status === 429) return 'receiver_too_fast'
  if (status >= 300 && status < 400) return 'receiver_redirects'
  return status >= 500 ? 'receiver_error' : 'receiver_refused'
}

const TIMEOUTS = new Set(['TimeoutError', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])

function codeOf(code: string, vendorCode: string | null): string {
  if (vendorCode === 'address_not_public') return 'address_not_public'
  if (vendorCode === 'answer_too_large') return 'answer_too_large'
  if (TIMEOUTS.has(String(vendorCode))) return 'receiver_timeout'
  return code === 'E_PERMANENT' ? 'url_refused' : 'receiver_unreachable'
}

function shownAnswer(text: string): string | null {
  if (text.trim() === '') return null
  return redact(maskedBody(text) ?? masked(text)).slice(0, SHOWN)
}

/** What is not JSON says nothing of its parts, so addresses and numbers go wherever they stand. */
const masked = (text: string): string =>
  text
    .slice(0, SHOWN * 2)
    .replace(/[^\s@<>"']+@[^\s@<>"']+\.[a-z]{2,}/gi, '•••@•••')
    .replace(/\+?\d[\d\s().-]{6,}\d/g, '•••')
