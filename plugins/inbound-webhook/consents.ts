import type { ConsentPayload, ParsedItem } from '#sdk/index'
import { textAt, valueAt } from './mapping.ts'

const NO = ['no', 'false', '0', 'off', 'null']
const CHANNELS = [
  ['whatsapp', 'whatsappConsentPath'],
  ['sms', 'smsConsentPath'],
] as const

/** The box that somebody ticked beside the form: a consent for each channel, with its words as they stood there. */
export function consentsIn(item: ParsedItem, body: unknown, settings: Record<string, unknown>): ParsedItem[] {
  const { person, key, occurredAt } = item
  if (!person?.identities.some(({ kind }) => kind === 'phone')) return []
  return CHANNELS.flatMap(([channel, setting]) => {
    if (!ticked(body, settings[setting])) return []
    return purposesIn(settings).map((purpose): ParsedItem => {
      const payload: ConsentPayload = {
        channel,
        purpose,
        method: 'form',
        wording: typeof settings.consentWording === 'string' ? settings.consentWording : null,
        proof: { request: key },
      }
      return {
        account: null,
        type: 'consent.granted',
        key: `${channel}:${purpose}:${key}`.slice(0, 190),
        subject: null,
        occurredAt,
        payload,
        person,
      }
    })
  })
}

/** Forms send a box that was not ticked as nothing, as `false`, or as a no. */
function ticked(body: unknown, path: unknown): boolean {
  if (typeof path === 'string' && valueAt(body, path) === true) return true
  const text = textAt(body, path)?.toLowerCase()
  return Boolean(text) && !NO.includes(String(text))
}

function purposesIn({ consentPurpose }: Record<string, unknown>): ConsentPayload['purpose'][] {
  if (consentPurpose === 'both') return ['marketing', 'transactional']
  return [consentPurpose === 'transactional' ? 'transactional' : 'marketing']
}
