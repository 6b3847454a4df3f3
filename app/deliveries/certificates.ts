import { httpClient } from '#app/calls/http_client'
import { HOUR, machineNow, MINUTE, SECOND } from '#app/clock'
import { isConnectorError, Temporary, VerificationFailed } from '#sdk/errors'
import type { Connector } from '#sdk/connector'

const TIMEOUT = 3 * SECOND
const KEPT_FOR = 12 * HOUR
/** An address that gave nothing is not asked again with each delivery. */
const REFUSED_FOR = MINUTE
/** Whoever knows an endpoint's address can name any path: neither the memory nor the vendor pays for that. */
const MOST_KEPT = 100
const MOST_PER_MINUTE = 20
const LARGEST = 64 * 1024

interface Kept {
  text: Promise<string>
  until: number
}

const kept = new Map<string, Kept>()
let calls: number[] = []

/** What `verify` of this connector may ask for: see `VerifyContext.fetchOnce`. */
export const fetchOnceFor =
  (connector: Connector | null) =>
  (url: string): Promise<string> => {
    const address = addressOf(url)
    const key = `${connector?.id} ${address}`
    const known = kept.get(key)
    if (known && known.until > machineNow()) return known.text

    mayCall()
    const entry = { text: asked(address, connector), until: machineNow() + KEPT_FOR }
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(key, entry)
    entry.text.catch(() => void (entry.until = machineNow() + REFUSED_FOR))
    return entry.text
  }

export const forgetCertificates = (): void => {
  kept.clear()
  calls = []
}

function addressOf(url: string): string {
  const address = URL.canParse(url) ? new URL(url) : null
  const plain = address?.protocol === 'https:' && !(address.search + address.port + address.username + address.password)
  if (!address || !plain) throw new VerificationFailed('bad_signature')
  address.hash = ''
  return address.href
}

function mayCall(): void {
  const since = machineNow() - MINUTE
  calls = calls.filter((at) => at > since)
  if (calls.length >= MOST_PER_MINUTE) throw new Temporary('Too many certificates were asked for')
  calls.push(machineNow())
}

async function asked(address: string, connector: Connector | null): Promise<string> {
  const client = httpClient({ hosts: connector?.hosts ?? [], fields: { connector: connector?.id } })
  try {
    const response = await client.fetch(address, { timeout: TIMEOUT, retry: false })
    const text = response.ok ? await response.text() : ''
    if (text !== '' && text.length <= LARGEST) return text
    const { status } = response
    if (status >= 400 && status < 500 && status !== 429) throw new VerificationFailed('bad_signature')
    throw new Temporary('The certificate could not be fetched', { status })
  } catch (error) {
    // Not one of the vendor's hosts: then it is not the vendor who signed.
    if (isConnectorError(error) && error.code === 'E_PERMANENT') throw new VerificationFailed('bad_signature')
    throw error
  }
}
