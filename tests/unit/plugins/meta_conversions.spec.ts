import { test } from '@japa/runner'
import * as hashing from '#plugins/meta-conversions/hashing'
import * as meta from '#plugins/meta-conversions/implementation'
import type { ConnectorError, ConversionReport, ConversionResult } from '#sdk/index'
import { testContext } from '#sdk/testing/index'
import { directHttp } from '#tests/support/fake_world/direct_http'
import { FakeGraph } from '#tests/support/fake_world/graph'

const TOKEN = 'conversions-token-for-tests'
const DATASET = '998877665544332'
const NOW = Date.UTC(2026, 10, 20, 10)
const DAY = 86_400_000

/** Hashes as Meta's own documentation of the parameters gives them. */
const VECTORS: [string, string | null, string][] = [
  [
    'an e-mail',
    hashing.email('  Ana.Rossi@Example.com '),
    '4903d1133250373861eadf38a25556e1b0eb7bcc07d16c4ef420d12e79aa1c50',
  ],
  ['a phone', hashing.phone('+44 (0)7700 900123'), '033134b911b137918338415ee3d20a064b24773d36a3b02e8b99fdd3fcd6b4cd'],
  ['a first name', hashing.name(' Ana. '), '24d4b96f58da6d4a8512313bbd02a28ebf0ca95dec6e4c86ef78ce7f01e788ac'],
  ['a last name', hashing.name('ROSSI'), '30cc6dd8ef8458e679e13ae3bf3f634cace9810e2eea03bb6487904595f41056'],
  ['a city', hashing.city('Milano'), '813d2fbb481e0a17bc053fcd720c5cca09c30c89fbdde699b73fc0a57737092e'],
  ['a country', hashing.country('IT'), '2ad8a7049d7c5511ac254f5f51fe70a046ebd884729056f0fe57f5160d467153'],
  [
    'a post code',
    hashing.postalCode('201 21', 'IT'),
    '12ae265fcfe315a363b94cb06b5634257af6517781d59af94fab6a618bf70f23',
  ],
  ['our own id', hashing.externalId('crm-000123'), 'bb9edd468efd9eb23a23da18bbde007bbc1af81ca297634fdc29a616661bdb09'],
]

test.group('Meta conversions: hashing', () => {
  for (const [what, normalised, hash] of VECTORS) {
    test(`${what} hashes as Meta's does`, ({ assert }) => assert.equal(hashing.hashed(normalised), hash))
  }

  test('letters of every alphabet stay, the rest goes', ({ assert }) => {
    assert.equal(hashing.city('São Paulo 2'), 'sãopaulo')
    assert.equal(hashing.name("D'Ànna-Müller"), 'dànnamüller')
    assert.equal(hashing.postalCode('94105-1420', 'US'), '94105')
  })

  test('what is empty or lacks its country is left out', ({ assert }) => {
    assert.isNull(hashing.hashed(hashing.email('  ')))
    assert.isNull(hashing.phone('07700900123'))
    assert.equal(hashing.phone('0044 7700 900123'), '447700900123')
  })

  test('numbers with two spellings give both', ({ assert }) => {
    assert.deepEqual(hashing.phoneSpellings('5511987654321'), ['5511987654321', '551187654321'])
    assert.deepEqual(hashing.phoneSpellings('525512345678'), ['525512345678', '5215512345678'])
    assert.deepEqual(hashing.phoneSpellings('541112345678'), ['541112345678', '5491112345678'])
    assert.deepEqual(hashing.phoneSpellings('447700900123'), ['447700900123'])
  })
})

const report = (change: Partial<ConversionReport> = {}): ConversionReport => ({
  eventId: 'order-10231:Purchase',
  eventName: 'Purchase',
  occurredAt: NOW - 60_000,
  path: 'website',
  orderId: '10231',
  value: { amount: 4990, currency: 'EUR' },
  items: [{ id: 'SKU1', quantity: 2, unitPrice: { amount: 2495, currency: 'EUR' } }],
  person: {
    identities: [{ kind: 'email', value: 'ana.rossi@example.com' }],
    firstName: 'Ana',
    country: 'IT',
  },
  externalId: 'crm-000123',
  referral: null,
  client: {
    ip: '203.0.113.7',
    userAgent: 'Mozilla/5.0',
    sourceUrl: 'https://shop.example/thanks',
    fbc: null,
    fbp: null,
  },
  ...change,
})

const viaAd = (change: Partial<ConversionReport> = {}) =>
  report({
    path: 'business_messaging',
    client: null,
    referral: { clickId: 'ARAk_fictional', channelAccount: '104995512345678' },
    ...change,
  })

test.group('Meta conversions: reporting', (group) => {
  let fake: FakeGraph
  group.each.setup(() => {
    fake = new FakeGraph({ now: () => NOW })
    return () => fake.stop()
  })

  async function context() {
    const origin = await fake.start()
    fake.addToken(TOKEN).addDataset(DATASET)
    return testContext({
      credentials: { accessToken: TOKEN },
      settings: { datasetId: DATASET },
      now: () => NOW,
      http: directHttp(origin, { timeout: 300 }),
    })
  }

  const send = async (batch: ConversionReport[], options = {}) =>
    meta.conversions!.report(await context(), batch, options)
  const refusal = (results: ConversionResult[], eventId: string) => results.find((result) => result.eventId === eventId)

  test('a website purchase arrives to the cent, hashed', async ({ assert }) => {
    const [result] = await send([
      report({ client: { ...report().client!, landingUrl: 'https://shop.example/?fbclid=IwAR1' } }),
    ])
    const [{ event, dataset }] = fake.conversions
    assert.equal(dataset, DATASET)
    assert.include(event, {
      event_name: 'Purchase',
      action_source: 'website',
      event_time: (NOW - 60_000) / 1000,
      event_source_url: 'https://shop.example/thanks',
    })
    assert.include(event.custom_data, { value: 49.9, currency: 'EUR', order_id: '10231', num_items: 2 })
    assert.equal(event.user_data.fbc, `fb.1.${NOW - 60_000}.IwAR1`)
    assert.include(result, { outcome: 'accepted' })
    assert.isTrue(result.outcome === 'accepted' && result.traceId !== null && result.matchKeys.includes('em'))
  })

  test('money without cents and with thousandths is exact', async ({ assert }) => {
    await send([
      report({ eventId: 'a', value: { amount: 4990, currency: 'JPY' } }),
      report({ eventId: 'b', value: { amount: 1234, currency: 'KWD' } }),
    ])
    assert.deepEqual(
      fake.conversions.map(({ event }) => event.custom_data?.value),
      [4990, 1.234]
    )
  })

  test('a messaging purchase names the click and the account in clear', async ({ assert }) => {
    await send([viaAd()])
    const [{ event }] = fake.conversions
    assert.include(event, { action_source: 'business_messaging', messaging_channel: 'whatsapp' })
    assert.include(event.user_data, {
      ctwa_clid: 'ARAk_fictional',
      whatsapp_business_account_id: '104995512345678',
    })
  })

  test('what Meta would refuse is refused here, each with its reason', async ({ assert }) => {
    const batch: [string, ConversionReport][] = [
      ['too_old', report({ eventId: '1', occurredAt: NOW - 8 * DAY })],
      ['source_url_missing', report({ eventId: '2', client: { ...report().client!, sourceUrl: null } })],
      ['user_agent_missing', report({ eventId: '3', client: { ...report().client!, userAgent: null } })],
      ['event_name_not_supported', viaAd({ eventId: '4', eventName: 'Lead' })],
      ['click_id_missing', viaAd({ eventId: '5', referral: null })],
      ['value_missing', report({ eventId: '6', value: null })],
      [
        'no_match_keys',
        report({ eventId: '7', person: null, externalId: null, client: { ...report().client!, ip: null } }),
      ],
    ]
    const results = await send([...batch.map(([, each]) => each), report({ eventId: 'good' })])
    for (const [code, each] of batch) assert.include(refusal(results, each.eventId), { outcome: 'refused', code })
    assert.lengthOf(fake.conversions, 1)
  })

  test('one bad event is found by halving, and the others arrive once', async ({ assert }) => {
    const batch = Array.from({ length: 9 }, (_, n) => report({ eventId: `e${n}` }))
    // A currency that reads like one and is none at Meta.
    fake.refuseCurrency('XXQ')
    batch[5] = report({ eventId: 'e5', value: { amount: 100, currency: 'XXQ' } })
    const results = await send(batch)

    assert.include(refusal(results, 'e5'), { outcome: 'refused', code: 'provider_refused' })
    assert.isString((refusal(results, 'e5') as { traceId: string }).traceId)
    assert.lengthOf(results, 9)
    assert.lengthOf(fake.conversions, 8)
    assert.lengthOf(new Set(fake.conversions.map(({ event }) => event.event_id)), 8)
  })

  test('an outage in the middle puts off only what was not taken', async ({ assert }) => {
    const ctx = await context()
    // The website call passes, the messaging call after it meets the outage.
    fake.failNextReport('business_messaging')
    const results = await meta.conversions!.report(ctx, [report({ eventId: 'web' }), viaAd({ eventId: 'ad' })])
    assert.include(refusal(results, 'web'), { outcome: 'accepted' })
    assert.include(refusal(results, 'ad'), { outcome: 'deferred', code: 'E_TEMPORARY' })
  })

  test('an outage before anything was taken is thrown', async ({ assert }) => {
    const ctx = await context()
    const code = async () =>
      meta.conversions!.report(ctx, [report()]).then(
        () => null,
        (error: ConnectorError) => error.code
      )
    fake.faults.fail(1)
    assert.equal(await code(), 'E_TEMPORARY')
    fake.faults.stall(1)
    assert.equal(await code(), 'E_TEMPORARY')
    fake.faults.rateLimit(1)
    assert.equal(await code(), 'E_RATE_LIMITED')
    fake.revokeToken(TOKEN)
    assert.equal(await code(), 'E_AUTHENTICATION_EXPIRED')
  })

  test('a test code travels beside the events', async ({ assert }) => {
    await send([report()], { testCode: 'TEST12345' })
    assert.equal(fake.conversions[0].testCode, 'TEST12345')
  })

  test('the connection test reads the dataset', async ({ assert }) => {
    assert.include(await meta.check(await context()), { account: DATASET, label: `Dataset ${DATASET}` })
  })
})
