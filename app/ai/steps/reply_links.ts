import type { ReplyConfig } from './write_reply.ts'

/** What stands with a scheme or `www.`, up to the next blank: who wrote it means a link. */
const WRITTEN = /(?:[a-z][a-z0-9+.-]{0,20}:\/{1,2}|www\.)[^\s<>"'»)\]]+/giu
/** Names without a scheme that chats make links of all the same. An address after `@` is an e-mail. */
const BARE =
  /(?<![\p{L}\d@.-])(?:[\p{L}\d-]{1,63}\.){1,5}(?:com|net|org|info|biz|io|it|eu|me|co|app|dev|ai|shop|store|online|site|link|click|xyz|top|ly|gl|gd|cc|ru|cn|uk|de|fr|es|ch)(?![\p{L}\d@.-]*@)(?![\p{L}\d])/gu

/** The host of a link that is not in the step's own instruction; null where there is none. */
export function strangeLink(text: string, { instruction }: Pick<ReplyConfig, 'instruction'>): string | null {
  const allowed = new Set(hostsIn(instruction))
  return hostsIn(text).find((host) => !allowed.has(host)) ?? null
}

const hostsIn = (text: string): string[] => [
  ...[...text.matchAll(WRITTEN)].map(([link]) => hostOf(link)),
  ...[...text.replace(WRITTEN, ' ').matchAll(BARE)].map(([name]) => hostOf(name)),
]

/** As a browser reads it: what stands before an `@` is no host, and other alphabets are written out. */
function hostOf(link: string): string {
  const address = /^[a-z][a-z0-9+.-]*:\//i.test(link) ? link : `https://${link}`
  if (!URL.canParse(address)) return link.slice(0, 60)
  const { hostname, username, password, protocol } = new URL(address)
  const isPlain = username === '' && password === '' && /^https?:$/.test(protocol)
  return isPlain ? hostname.replace(/^www\./, '').replace(/\.$/, '') : link.slice(0, 60)
}
