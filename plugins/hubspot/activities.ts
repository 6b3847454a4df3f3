import { asText, Permanent } from '#sdk/index'
import type { HubSpotClient } from './client.ts'
import { objects } from './paths.ts'

export interface Activity {
  /** Where it took place; anything but a message is a note. */
  kind: 'whatsapp' | 'sms' | 'note'
  title: string | null
  text: string
  at: number
}

const CHANNELS = { whatsapp: 'WHATS_APP', sms: 'SMS' }
const COMMUNICATION_TO_CONTACT = 81
const NOTE_TO_CONTACT = 202

/** Puts a message or a note on the contact's timeline. HubSpot has no key for these, so nothing finds it again. */
export async function logActivity(client: HubSpotClient, contactId: string, activity: Activity): Promise<string> {
  const { kind, at } = activity
  const message = kind !== 'note'
  const hs_timestamp = new Date(at).toISOString()
  const properties = message
    ? {
        hs_communication_channel_type: CHANNELS[kind],
        hs_communication_logged_from: 'CRM',
        hs_communication_body: htmlOf(activity),
        hs_timestamp,
      }
    : { hs_note_body: htmlOf(activity), hs_timestamp }
  const associationTypeId = message ? COMMUNICATION_TO_CONTACT : NOTE_TO_CONTACT
  const associations = [
    { to: { id: contactId }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }] },
  ]
  const answer = await client.change('POST', objects(message ? 'communications' : 'notes'), {
    properties,
    associations,
  })
  const id = asText(answer.id)
  if (id === null) throw new Permanent('HubSpot took the entry and did not say its id')
  return id
}

// Bodies are HTML there, and a customer's message may hold any text.
function htmlOf({ title, text }: Activity): string {
  const body = escaped(text).replaceAll('\n', '<br>')
  return title ? `<strong>${escaped(title)}</strong><br>${body}` : body
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replaceAll(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign)
