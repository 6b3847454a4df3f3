import { test } from '@japa/runner'
import { connectors } from '#app/connectors/registry'
import type { ParsedItem } from '#sdk/webhooks'

const webhooks = () => connectors.getOrFail('inbound-webhook').webhooks!

function parsed(
  body: object | string,
  settings: Record<string, unknown> = {},
  headers: Record<string, string> = {}
): ParsedItem {
  const rawBody = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const result = webhooks().parse(
    { method: 'POST', url: 'https://staffetta.example/in/x', query: {}, headers, rawBody },
    { settings, receivedAt: 1_800_000_000_000 }
  )
  if (result.kind !== 'items') throw new Error('should give an item')
  return result.items[0]
}

const values = (item: ParsedItem) => (item.payload as { values: Record<string, unknown> }).values

test.group('Inbound webhook', () => {
  test('takes every plain field at the top for a value where none is named', ({ assert }) => {
    assert.deepEqual(values(parsed({ room: 'Kitchen', order: 7, paid: true, nested: { a: 1 } })), {
      room: 'Kitchen',
      order: 7,
      paid: true,
    })
  })

  test('finds values by dots or by JSON Pointer, in lists too', ({ assert }) => {
    const body = { data: { 'a/b': 1, 'lines': [{ sku: 'BL-1' }, { sku: 'BL-2' }] } }
    assert.deepEqual(
      values(
        parsed(body, { values: 'second = data.lines.1.sku\nodd = /data/a~1b\nnothing = data.none\n\nnot a mapping' })
      ),
      { second: 'BL-2', odd: 1 }
    )
  })

  test('never walks into what an object inherits', ({ assert }) => {
    assert.deepEqual(values(parsed({ a: 1 }, { values: 'x = constructor.name\ny = __proto__.polluted' })), {})
  })

  test('knows the person by the fields that were named', ({ assert }) => {
    const body = { who: { tel: 393475550142, mail: 'giulia@example.com', first: 'Giulia', land: 'it' } }
    const { person } = parsed(body, {
      phonePath: 'who.tel',
      emailPath: 'who.mail',
      firstNamePath: 'who.first',
      countryPath: 'who.land',
    })
    assert.deepEqual(person, {
      identities: [
        { kind: 'phone', value: '393475550142', country: 'IT' },
        { kind: 'email', value: 'giulia@example.com' },
      ],
      firstName: 'Giulia',
      lastName: null,
    })
  })

  test('is about nobody where the fields are empty', ({ assert }) => {
    assert.isUndefined(parsed({ phone: '  ' }, { phonePath: 'phone' }).person)
  })

  test('keeps one key for a replay, and two for two alike', ({ assert }) => {
    assert.equal(parsed({ a: 1 }).key, parsed({ a: 1 }).key)
    assert.notEqual(parsed({ a: 1 }).key, parsed({ a: 2 }).key)
    assert.equal(parsed({ id: 'evt_1' }, { idPath: 'id' }).key, 'evt_1')
    assert.isAtMost(parsed({ id: 'x'.repeat(500) }, { idPath: 'id' }).key.length, 190)
  })

  for (const [said, instant] of [
    [1_763_632_800, 1_763_632_800_000],
    [1_763_632_800_000, 1_763_632_800_000],
    ['2025-11-20T10:00:00Z', 1_763_632_800_000],
    ['soon', null],
  ] as const) {
    test(`reads the time ${said}`, ({ assert }) => {
      assert.equal(parsed({ at: said }, { timePath: 'at' }).occurredAt, instant)
    })
  }

  test('tells a repeated request by the header that was named, else by the usual ones', ({ assert }) => {
    const request = (headers: Record<string, string>) => ({
      method: 'POST',
      url: 'https://x.example',
      query: {},
      headers,
      rawBody: Buffer.alloc(0),
    })
    assert.equal(
      webhooks().dedupeKey(request({ 'x-form-id': '7', 'webhook-id': 'msg_1' }), { idHeader: 'X-Form-Id' }),
      '7'
    )
    assert.equal(webhooks().dedupeKey(request({ 'webhook-id': 'msg_1' }), {}), 'msg_1')
    assert.isNull(webhooks().dedupeKey(request({ 'x-request-id': 'made by a proxy' }), {}))
  })
})
