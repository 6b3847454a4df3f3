import { lookup } from 'node:dns/promises'
import { fakeWorld } from '#app/calls/fake_world'
import { checkUrl, isPublic, UrlRefused } from '#app/calls/ssrf_guard'

/** What is wrong with an address as it is saved; null for nothing. Each sending asks the guard again. */
export type AddressProblem = UrlRefused['refusal'] | 'url_not_https'

export async function addressProblem(text: string): Promise<AddressProblem | null> {
  try {
    const url = checkUrl(text)
    if (url.protocol !== 'https:') return 'url_not_https'
    return fakeWorld.standInFor(url) || (await leadsOutside(url.hostname)) ? null : 'address_not_public'
  } catch (error) {
    if (error instanceof UrlRefused) return error.refusal
    throw error
  }
}

/** A name that cannot be resolved now may be so later: whether it can be reached shows when something is sent. */
async function leadsOutside(host: string): Promise<boolean> {
  try {
    const found = await lookup(host.replace(/^\[|\]$/g, ''), { all: true })
    return found.every(({ address }) => isPublic(address))
  } catch {
    return true
  }
}
