import type { ConversionReport, Person } from '#sdk/index'
import { city, country, email, externalId, hashed, name, phone, phoneSpellings, postalCode } from './hashing.ts'

export type UserData = Record<string, string | string[]>

/** Keys by which alone nobody can be found. */
const WEAK = new Set(['country', 'ct', 'zp', 'client_user_agent', 'whatsapp_business_account_id'])

export function userData(report: ConversionReport): UserData {
  return compact({
    ...personData(report.person),
    external_id: hashed(report.externalId && externalId(report.externalId)),
    ...(report.path === 'business_messaging' ? clickData(report) : browserData(report)),
  })
}

export const tooWeak = (data: UserData): boolean => Object.keys(data).every((key) => WEAK.has(key))

type Draft = Record<string, string | string[] | null | undefined>

function personData(person: Person | null): Draft {
  if (!person) return {}
  const values = (kind: string) =>
    person.identities.filter((identity) => identity.kind === kind).map(({ value }) => value)
  return {
    em: values('email')
      .map((value) => hashed(email(value)))
      .filter((hash) => hash !== null),
    ph: values('phone').flatMap(phoneHashes),
    fn: one(person.firstName, name),
    ln: one(person.lastName, name),
    ct: one(person.city, city),
    zp: one(person.postalCode, (value) => postalCode(value, person.country)),
    country: one(person.country, country),
  }
}

function phoneHashes(value: string): string[] {
  const digits = phone(value)
  return digits
    ? phoneSpellings(digits)
        .map((spelling) => hashed(spelling))
        .filter((hash) => hash !== null)
    : []
}

const one = (value: string | null | undefined, normalise: (value: string) => string | null) =>
  value ? hashed(normalise(value)) : null

/** Sent in clear, as Meta gave them. */
const clickData = ({ referral }: ConversionReport): Draft => ({
  ctwa_clid: referral?.clickId,
  whatsapp_business_account_id: referral?.channelAccount,
})

function browserData({ client, occurredAt }: ConversionReport): Draft {
  if (!client) return {}
  return {
    client_ip_address: client.ip,
    client_user_agent: client.userAgent,
    fbc: client.fbc ?? clickCookie(client.landingUrl ?? client.sourceUrl, occurredAt),
    fbp: client.fbp,
  }
}

/** Where the pixel's cookie did not reach the shop, Meta takes the click id of the landing page in the cookie's form. */
function clickCookie(url: string | null | undefined, seenAt: number): string | null {
  const clickId = url && URL.canParse(url) ? new URL(url).searchParams.get('fbclid') : null
  return clickId ? `fb.1.${seenAt}.${clickId}` : null
}

function compact(draft: Draft): UserData {
  return Object.fromEntries(
    Object.entries(draft).filter(
      (entry): entry is [string, string | string[]] => Boolean(entry[1]) && entry[1]?.length !== 0
    )
  )
}
