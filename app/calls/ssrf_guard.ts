import { lookup as resolveHost } from 'node:dns'
import type { LookupAddress, LookupOptions } from 'node:dns'
import ipaddr from 'ipaddr.js'
import { Permanent } from '#sdk/errors'

/** `refusal` is a stable code: what is wrong with a URL that a user gave. */
export class UrlRefused extends Permanent {
  constructor(readonly refusal: 'url_invalid' | 'url_scheme' | 'url_credentials' | 'url_port' | 'address_not_public') {
    super(`The URL may not be called: ${refusal}`, { vendorCode: refusal })
  }
}

const PORTS = new Set(['', '80', '443', '8080', '8443'])

/**
 * First half of the guard: the URL as parsed. Addresses in odd spellings (decimal, octal, short) are already written
 * out by the parser; a literal address never reaches the second half, so it is judged here.
 */
export function checkUrl(text: string | URL): URL {
  const url = parsed(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new UrlRefused('url_scheme')
  if (url.username !== '' || url.password !== '') throw new UrlRefused('url_credentials')
  if (!PORTS.has(url.port)) throw new UrlRefused('url_port')

  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (ipaddr.isValid(host) && !isPublic(host)) throw new UrlRefused('address_not_public')
  if (/(^|\.)(localhost|local|internal|home\.arpa)\.?$/i.test(host)) throw new UrlRefused('address_not_public')
  return url
}

function parsed(text: string | URL): URL {
  try {
    return new URL(text)
  } catch {
    throw new UrlRefused('url_invalid')
  }
}

/** Whether an address is one of the public internet, whatever it is wrapped in. */
export function isPublic(text: string): boolean {
  const address = ipaddr.parse(text)
  if (address.kind() === 'ipv4') return address.range() === 'unicast'

  const inner = embeddedIpv4(address as ipaddr.IPv6)
  return inner ? isPublic(inner) : address.range() === 'unicast'
}

/** IPv4-mapped, NAT64 and 6to4 addresses lead to the IPv4 address in them. */
function embeddedIpv4(address: ipaddr.IPv6): string | null {
  const bytes = address.toByteArray()
  const at = (start: number) => bytes.slice(start, start + 4).join('.')
  switch (address.range()) {
    case 'ipv4Mapped':
    case 'rfc6052':
      return at(12)
    case '6to4':
      return at(2)
    default:
      return null
  }
}

type Resolve = (
  host: string,
  options: LookupOptions & { all: true },
  done: (error: Error | null, found: LookupAddress[]) => void
) => void
type Done = (error: Error | null, address: string | LookupAddress[], family?: number) => void

/**
 * Second half, run by the socket itself: every address that the name resolves to must be public, and the connection
 * goes to one that was looked at. So a name that answers differently the second time gains nothing.
 */
export function guardedLookup(resolve: Resolve = resolveHost as Resolve) {
  return (host: string, options: LookupOptions, done: Done): void => {
    resolve(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, [])
      if (found.length === 0 || !found.every(({ address }) => isPublic(address)))
        return done(new UrlRefused('address_not_public'), [])
      if (options.all) return done(null, found)
      return done(null, found[0].address, found[0].family)
    })
  }
}
