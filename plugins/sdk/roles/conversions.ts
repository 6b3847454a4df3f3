import type { Context } from '../context.ts'
import type { Money, Person } from '../canonical.ts'

/** One conversion as the core hands it over; personal values are in clear here and hashed by the connector. */
export interface ConversionReport {
  /** Equal over every retry; the vendor's deduplication key. */
  eventId: string
  /** The vendor's event name, from the workspace's mapping table. */
  eventName: string
  occurredAt: number
  path: 'website' | 'business_messaging' | 'system_generated'
  value: Money | null
  orderId: string | null
  items: { id: string; quantity: number; unitPrice: Money }[]
  person: Person | null
  /** Our stable id of the contact, the same in every report. */
  externalId: string | null
  client: {
    ip: string | null
    userAgent: string | null
    sourceUrl: string | null
    /** The first page the buyer saw, with the ad's click id in its query. */
    landingUrl?: string | null
    fbc: string | null
    fbp: string | null
  } | null
  /** For business messaging. */
  referral: { clickId: string; channelAccount: string } | null
}

export type ConversionResult =
  | { eventId: string; outcome: 'accepted'; traceId: string | null; warnings: string[]; matchKeys: string[] }
  | { eventId: string; outcome: 'refused'; code: string; message: string; traceId: string | null }
  /** The vendor fell ill after it had taken others of the batch: to be tried again under the same id. */
  | { eventId: string; outcome: 'deferred'; code: string; retryAfter: number | null }

export interface ConversionsRole {
  /** Events older than this at sending time are dropped by the core with a reason, milliseconds. */
  maxAge: number
  /** At most this many per call. */
  batchSize: number
  /** Which event names each path may carry; the editable mapping starts from it. */
  eventNames: Record<ConversionReport['path'], string[]>
  /**
   * One answer per report, in any order. Throws `Temporary`, `RateLimited` or `AuthenticationExpired` when
   * nothing of the batch was taken and all of it should be tried again later.
   */
  report(context: Context, batch: ConversionReport[], options?: { testCode?: string }): Promise<ConversionResult[]>
}
