import { test } from '@japa/runner'
import { CONVERSION_KINDS, DEFAULT_MAPPINGS } from '#app/conversions/kinds'
import type { ConversionKind, Mapping } from '#app/conversions/kinds'
import type { Outcome } from '#app/conversions/outcomes'
import { choosePath } from '#app/conversions/path'
import type { PathCase } from '#app/conversions/path'
import { eventNames } from '#plugins/meta-conversions/event_names'

const mappingOf = (kind: ConversionKind): Mapping => DEFAULT_MAPPINGS.find((mapping) => mapping.kind === kind)!

const outcome = (change: Partial<Outcome> = {}): Outcome => ({
  id: 'bottega.myshopify.com:5581',
  value: { amount: 100, currency: 'EUR' },
  refunded: 0,
  occurredAt: 1,
  basisAt: 1,
  orderId: '5581',
  orderNumber: '#1042',
  items: [],
  client: {
    ip: null,
    userAgent: 'Mozilla/5.0',
    sourceUrl: 'https://bottega.example/thanks',
    landingUrl: null,
    fbc: null,
    fbp: null,
  },
  live: true,
  ...change,
})

const referral: PathCase['referral'] = {
  id: 'ref_1',
  contactId: 'ctc_1',
  connectionId: null,
  occurredAt: 1,
  sourceType: 'ad',
  sourceId: null,
  sourceUrl: null,
  clickId: 'ARAk',
  account: '1049',
}

const given = (change: Partial<PathCase> = {}): PathCase => ({
  mapping: mappingOf('purchase'),
  outcome: outcome(),
  referral: null,
  consents: true,
  settings: { shop_reports_purchases: 'no', pixel_event_id: null, report_needs_consent: true },
  ...change,
})

test.group('One report path per outcome', () => {
  test('an ad click comes before the website', ({ assert }) => {
    assert.include(choosePath(given({ referral })), { path: 'business_messaging', eventName: 'Purchase' })
    assert.include(choosePath(given()), {
      path: 'website',
      eventName: 'Purchase',
      eventId: 'purchase:bottega.myshopify.com:5581',
    })
  })

  test('a shop that may tell Meta itself is left to it', ({ assert }) => {
    const shop = (shop_reports_purchases: 'unknown' | 'yes', pixel_event_id: string | null = null) =>
      choosePath(given({ settings: { shop_reports_purchases, pixel_event_id, report_needs_consent: true } }))
    assert.include(shop('unknown'), { report: false, state: 'organic', code: 'shop_may_report' })
    assert.include(shop('yes'), { report: false, state: 'organic', code: 'shop_reports_itself' })
    assert.include(shop('yes', 'order-{order_id}'), { report: true, path: 'website', eventId: 'order-5581' })
    assert.include(shop('yes', 'purchase_{order_number}'), { eventId: 'purchase_1042' })
  })

  test('without a browser it is the system that tells', ({ assert }) => {
    assert.include(choosePath(given({ outcome: outcome({ client: null }) })), { path: 'system_generated' })
  })

  test('nothing is told without consent, or of tests', ({ assert }) => {
    assert.include(choosePath(given({ consents: false })), { state: 'withheld', code: 'no_consent_for_ads' })
    assert.include(choosePath(given({ outcome: outcome({ live: false }) })), { code: 'test_order' })
    const settings = {
      shop_reports_purchases: 'no' as const,
      pixel_event_id: null,
      report_needs_consent: false,
    }
    assert.isTrue(choosePath(given({ consents: false, settings })).report)
  })

  for (const kind of CONVERSION_KINDS) {
    test(`${kind} has a name Meta takes on each path`, ({ assert }) => {
      const mapping = mappingOf(kind)
      const web = choosePath(given({ mapping }))
      assert.isTrue(web.report && eventNames.website.includes(web.eventName))

      const chat = choosePath(given({ mapping, referral }))
      if (chat.report) assert.include(eventNames.business_messaging, chat.eventName)
      else assert.equal(chat.code, 'event_not_for_path')
    })
  }
})
