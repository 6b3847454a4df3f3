import type { ReplyConfig } from './write_reply.ts'

const LINK = /(?:https?:\/\/|www\.)([\w-]+(?:\.[\w-]+)+)/gi

/** The host of a link that is not in the step's own instruction; null where there is none. */
export function strangeLink(text: string, { instruction }: Pick<ReplyConfig, 'instruction'>): string | null {
  const allowed = new Set(hostsIn(instruction))
  return hostsIn(text).find((host) => !allowed.has(host)) ?? null
}

const hostsIn = (text: string): string[] =>
  [...text.matchAll(LINK)].map(([, host]) => host.toLowerCase().replace(/^www\./, ''))
