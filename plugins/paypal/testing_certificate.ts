import { createSign, createPublicKey, generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

/** A certificate made for a test, with the key it is about. */
export interface TestCertificate {
  pem: string
  privateKey: KeyObject
  name: string
}

/** What a test wants of it; by default it is signed by itself and good for the years around 2026. */
export interface CertificateWishes {
  name?: string
  issuer?: TestCertificate
  /** Epoch milliseconds. */
  from?: number
  to?: number
}

const SHA256_WITH_RSA = Buffer.from('300d06092a864886f70d01010b0500', 'hex')
const COMMON_NAME = Buffer.from('0603550403', 'hex')

const ORDINARY = {
  name: 'messageverificationcerts.paypal.com',
  issuer: undefined,
  from: Date.UTC(2020, 0, 1),
  to: Date.UTC(2049, 0, 1),
}

/**
 * An X.509 certificate (RFC 5280), written out by hand: Node reads certificates and makes none, and one that is kept in
 * the repository would run out.
 */
export function testCertificate(wishes: CertificateWishes = {}): TestCertificate {
  const { name, issuer, from, to } = { ...ORDINARY, ...wishes }
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const signed = sequence([
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.from([1])),
    SHA256_WITH_RSA,
    named(issuer?.name ?? name),
    sequence([time(from), time(to)]),
    named(name),
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
  ])
  const signature = createSign('RSA-SHA256')
    .update(signed)
    .sign(issuer?.privateKey ?? privateKey)
  const whole = sequence([signed, SHA256_WITH_RSA, tagged(0x03, Buffer.concat([Buffer.from([0]), signature]))])
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return { pem: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`, privateKey, name }
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content
  if (length < 128) return Buffer.concat([Buffer.from([tag, length]), content])
  const bytes = Buffer.from(length.toString(16).padStart(length > 255 ? 4 : 2, '0'), 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length]), bytes, content])
}

const sequence = (parts: Buffer[]) => tagged(0x30, Buffer.concat(parts))

const named = (name: string) => sequence([tagged(0x31, sequence([COMMON_NAME, tagged(0x0c, Buffer.from(name))]))])

/** `20261120100000Z` */
const time = (at: number) => tagged(0x18, Buffer.from(`${new Date(at).toISOString().replaceAll(/[-:T]|\.\d+/g, '')}`))
