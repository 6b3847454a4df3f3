import { createVerify, X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { crc32 } from 'node:zlib'
import { asInstant, asText, secretAndSignature, VerificationFailed, verifyFresh } from '#sdk/index'
import type { InboundRequest, VerifyContext } from '#sdk/index'
import { HOSTS } from './hosts.ts'

const DAY = 24 * 60 * 60_000
/** PayPal tries for three days, and it is not known whether a later try carries a new time. */
export const STALE_AFTER = 4 * DAY

const SIGNER = 'messageverificationcerts.paypal.com'
const ALGORITHM = 'SHA256withRSA'
const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g
const MOST_CERTIFICATES = 5

/**
 * PayPal signs its id of the transmission, the time, the webhook's id and a checksum of the body with a key whose
 * certificate lies at an address of its own. https://developer.paypal.com/api/rest/webhooks/rest/#link-selfverification
 */
export async function verify(request: InboundRequest, context: VerifyContext): Promise<void> {
  const { headers, rawBody } = request
  const [webhookId, signature] = secretAndSignature(context.credentials.webhookId, headers['paypal-transmission-sig'])
  const [id, time] = [headers['paypal-transmission-id'], headers['paypal-transmission-time']].map(asText)
  const address = certificateAddress(headers['paypal-cert-url'])
  if (!id || !time || !address || headers['paypal-auth-algo'] !== ALGORITHM)
    throw new VerificationFailed('bad_signature')

  const certificate = signerIn(await context.fetchOnce(address), context.machineNow())
  const message = `${id}|${time}|${webhookId}|${crc32(rawBody)}`
  const holds = createVerify('RSA-SHA256').update(message).verify(certificate.publicKey, signature, 'base64')
  if (!holds) throw new VerificationFailed('bad_signature')
  verifyFresh(asInstant(time), context.machineNow(), STALE_AFTER)
}

/** Only PayPal's own: the header names the address, and whoever forges a delivery writes the header. */
function certificateAddress(given: string | undefined): string | null {
  const url = URL.canParse(given ?? '') ? new URL(given ?? '') : null
  if (url?.protocol !== 'https:' || !HOSTS.includes(url.host)) return null
  return /^\/v1\/notifications\/certs\/[\w-]{1,200}$/.test(url.pathname) ? `${url.origin}${url.pathname}` : null
}

/** The signer's certificate out of the file, or `VerificationFailed`. */
function signerIn(file: string, now: number): X509Certificate {
  const chain = certificatesIn(file)
  const [signer] = chain
  if (!signer || nameOf(signer) !== SIGNER || !chain.every((each) => isValidAt(each, now)) || !isJoined(chain))
    throw new VerificationFailed('bad_signature')
  return signer
}

function certificatesIn(file: string): X509Certificate[] {
  try {
    return (file.match(PEM) ?? []).slice(0, MOST_CERTIFICATES).map((pem) => new X509Certificate(pem))
  } catch {
    // Not a certificate: nobody's signature can be held against it.
    return []
  }
}

const nameOf = ({ subject }: X509Certificate) => /^CN=(.+)$/m.exec(subject)?.[1] ?? null

const isValidAt = ({ validFrom, validTo }: X509Certificate, now: number) =>
  Date.parse(validFrom) <= now && now <= Date.parse(validTo)

/**
 * Each certificate is signed by the next, and the last by the root it names, where Node knows that root. PayPal's file
 * may hold the signer alone, whose issuer is no root: then it is TLS of PayPal's own host that vouches for it.
 */
function isJoined(chain: X509Certificate[]): boolean {
  const links = chain.every((each, index) => index === 0 || isIssuedBy(chain[index - 1], each))
  const root = rootOf(chain.at(-1))
  return links && (root === null || isIssuedBy(chain.at(-1), root))
}

const isIssuedBy = (one: X509Certificate | undefined, issuer: X509Certificate) =>
  one?.issuer === issuer.subject && one.verify(issuer.publicKey)

let roots: Map<string, X509Certificate> | null = null

function rootOf(last: X509Certificate | undefined): X509Certificate | null {
  roots ??= new Map(rootCertificates.map((pem) => new X509Certificate(pem)).map((each) => [each.subject, each]))
  return roots.get(last?.issuer ?? '') ?? null
}
