import type { ChainHop } from '#app/http/chains'
import type { Wording } from './hops.ts'

const ABOUT_CONSENT = ['no_consent', 'consent_withdrawn', 'consent_not_answered', 'no_basis', 'suppressed']
const ABOUT_CONTACT = ['no_address', 'contact_unreachable', 'recipient_unreachable', 'no_phone']
const ABOUT_TEMPLATE = [
  'template_not_found',
  'template_not_approved',
  'template_not_published',
  'template_paused',
  'template_language_missing',
  'missing_variable',
]
const ABOUT_SENDING = ['quiet_hours', 'frequency_cap']

/** What a person can do about a stop, two things at the most and never a dead end. */
export function linksFor(
  code: string,
  of: { runId: string | null; contactId: string | null },
  { base, t }: Wording
): ChainHop['links'] {
  const links: { label: string; href: string }[] = []
  const add = (key: string, href: string) => links.push({ label: t(`chain.link.${key}`), href: `${base}${href}` })
  if (ABOUT_CONSENT.includes(code) && of.contactId) add('consents', `/contacts/${of.contactId}/consents`)
  if (ABOUT_CONTACT.includes(code) && of.contactId) add('contact', `/contacts/${of.contactId}`)
  if (ABOUT_TEMPLATE.includes(code)) add('templates', '/templates')
  if (ABOUT_SENDING.includes(code)) add('sending', '/settings/sending')
  if (code.startsWith('connection_') || code === 'no_channel' || code === 'not_connected')
    add('connections', '/connections')
  if (of.runId) add('run', `/runs/${of.runId}`)
  return links
}
