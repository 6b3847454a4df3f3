export type ReportPath = 'website' | 'business_messaging' | 'system_generated'

export type Mapping = {
  eventType: string
  kind: string
  websiteName: string | null
  messagingName: string | null
  enabled: boolean
}

export type ConversionLine = {
  id: string
  kind: string
  amount: number | null
  currency: string | null
  refunded: number
  occurredAt: number
  contact: { id: string; name: string | null } | null
  creditedBy: 'click' | 'delivery' | null
  messageId: string | null
  reportState: 'reported' | 'organic' | 'withheld'
  reportCode: string | null
  releasedAt: number | null
  report: { state: string; code: string | null; path: ReportPath; eventName: string } | null
}

export type Health = {
  conversions: number
  reports: Record<'pending' | 'accepted' | 'refused' | 'dropped' | 'gave_up', number>
  reasons: Array<{ state: string; code: string; count: number }>
  notReported: Array<{ state: string; code: string; count: number }>
  duplicates: number
  matchKeys: Record<string, number>
  oldestUnsent: { reportId: string; occurredAt: number } | null
}

export type Revenue = { amount: number; currency: string; conversions: number }

export type DatasetChoice = {
  id: string
  name: string
  account: string | null
  label: string | null
  state: string
  eventNames: Record<ReportPath, string[]>
}

export type ReportingSettings = {
  attribution_model: 'last_click' | 'last_message'
  attribution_click_window: number
  attribution_delivery_window: number
  shop_reports_purchases: 'unknown' | 'yes' | 'no'
  pixel_event_id: string | null
  report_needs_consent: boolean
}

export type TestResult =
  | { outcome: 'accepted'; traceId: string | null; warnings: string[]; matchKeys: string[] }
  | { outcome: 'refused'; code: string; message: string; traceId: string | null }
  | { outcome: 'deferred'; code: string; retryAfter: number | null }

export type TestAnswer = { ok: true; result: TestResult } | { ok: false; code: string; vendorCode: string | null }
