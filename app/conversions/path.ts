import type { Settings } from '#app/accounts/settings'
import type { StoredReferral } from '#app/contacts/referrals'
import { fromShop } from './kinds.ts'
import type { Mapping, ReportPath } from './kinds.ts'
import type { Outcome } from './outcomes.ts'

/** Everything the choice of a path depends on. */
export interface PathCase {
  settings: Pick<Settings, 'shop_reports_purchases' | 'pixel_event_id' | 'report_needs_consent'>
  mapping: Mapping
  outcome: Outcome
  /** The ad click within its window. */
  referral: StoredReferral | null
  consents: boolean
}

export type PathChoice =
  | { report: true; path: ReportPath; eventName: string; eventId: string }
  /** `organic`: nobody needs to be told by us. `withheld`: somebody would be, were it not for the reason. */
  | { report: false; state: 'organic' | 'withheld'; code: string }

const withheld = (code: string): PathChoice => ({ report: false, state: 'withheld', code })
const organic = (code: string): PathChoice => ({ report: false, state: 'organic', code })

/** One path per outcome: Meta does not see that the same order came by two of them. */
export function choosePath(facts: PathCase): PathChoice {
  const { outcome, mapping, settings, referral } = facts
  if (!outcome.live) return withheld('test_order')
  if (settings.report_needs_consent && !facts.consents) return withheld('no_consent_for_ads')
  if (referral) return messaging(facts, referral)
  if (fromShop(mapping.eventType)) {
    const choice = shopChoice(facts)
    if (choice) return choice
  }
  return named(browserPath(outcome), mapping.websiteName, ownEventId(facts))
}

function messaging(facts: PathCase, referral: StoredReferral): PathChoice {
  if (!referral.account) return withheld('click_without_account')
  return named('business_messaging', facts.mapping.messagingName, ownEventId(facts))
}

/** Null when the workspace says its shop keeps quiet. */
function shopChoice(facts: PathCase): PathChoice | null {
  const { settings, outcome, mapping } = facts
  if (settings.shop_reports_purchases === 'no') return null
  if (settings.shop_reports_purchases === 'unknown') return organic('shop_may_report')
  if (!settings.pixel_event_id || !outcome.orderId) return organic('shop_reports_itself')
  // Under the pixel's own id Meta takes both for one.
  return named(browserPath(outcome), mapping.websiteName, pixelEventId(settings.pixel_event_id, outcome))
}

const named = (path: ReportPath, eventName: string | null, eventId: string): PathChoice =>
  eventName ? { report: true, path, eventName, eventId } : withheld('event_not_for_path')

/** Meta refuses a website event without the buyer's browser, which a till or a telephone order never had. */
const browserPath = ({ client }: Outcome): ReportPath =>
  client?.userAgent && client.sourceUrl ? 'website' : 'system_generated'

const ownEventId = ({ mapping, outcome }: PathCase): string => `${mapping.kind}:${outcome.id}`

const pixelEventId = (pattern: string, { orderId, orderNumber }: Outcome): string =>
  pattern.replaceAll('{order_id}', orderId ?? '').replaceAll('{order_number}', orderNumber?.replace(/^#/, '') ?? '')
