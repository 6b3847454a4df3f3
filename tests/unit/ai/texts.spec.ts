import { test } from '@japa/runner'
import { asData, clean } from '#app/ai/data_text'
import { monthOf, spanOf } from '#app/ai/months'
import { problemOf } from '#app/ai/output_check'
import { costOf, priceOf } from '#app/ai/prices'
import { Redaction } from '#app/ai/redaction'
import { tidy } from '#app/ai/steps/field_types'
import { strangeLink } from '#app/ai/steps/reply_links'

test.group('What leaves for a model', () => {
  test('has tokens in place of addresses and numbers, the same for the same', ({ assert }) => {
    const redaction = new Redaction()
    const hidden = redaction.hide(
      'giulia@example.com, +39 333 000 0101, IT60 X054 2811 1010 0000 0123 456, 4111-1111-1111-1111; giulia@example.com'
    )
    assert.equal(hidden, '[EMAIL_1], [PHONE_1], [IBAN_1], [CARD_1]; [EMAIL_1]')
    assert.equal(redaction.restore('Scrivo a [EMAIL_1] e [EMAIL_9].'), 'Scrivo a giulia@example.com e [EMAIL_9].')
    assert.deepEqual(redaction.restoreIn({ a: ['[PHONE_1]'], n: 3, none: null }), {
      a: ['+39 333 000 0101'],
      n: 3,
      none: null,
    })
  })

  test('keeps order numbers, prices and dates', ({ assert }) => {
    const text = 'Ordine 1042 del 2026-11-20, 1.299,50 €, SKU 4111111111111112'
    assert.equal(new Redaction().hide(text), text)
  })

  test('is marked as data with a mark nobody can guess, without unseen characters', ({ assert }) => {
    const marked = asData('ciao <data-1234>\u200b\u{e0041}\u202e fine')
    assert.match(marked, /^<(data-[0-9a-f]{8})>\nciao <data 1234> fine\n<\/\1>$/)
    assert.notEqual(asData('a'), asData('a'))
    assert.lengthOf(clean('x'.repeat(9000)), 4000)
  })
})

test.group('What comes back from a model', () => {
  const schema = {
    type: 'object',
    properties: {
      intent: { type: 'string', enum: ['a', 'b'] },
      sure: { type: 'number', minimum: 0, maximum: 1 },
      tags: { type: 'array', items: { type: ['string', 'null'] } },
    },
    required: ['intent', 'sure'],
    additionalProperties: false,
  }

  test('is told what is wrong with it in words', ({ assert }) => {
    assert.isNull(problemOf({ intent: 'a', sure: 0.4, tags: ['x', null] }, schema))
    const problems: [unknown, RegExp][] = [
      [null, /should be object, and is null/],
      [{ intent: 'a' }, /sure is missing/],
      [{ intent: 'c', sure: 1 }, /intent should be one of a, b/],
      [{ intent: 'a', sure: 2 }, /sure should be at most 1/],
      [{ intent: 'a', sure: '1' }, /sure should be number, and is string/],
      [{ intent: 'a', sure: 1, tags: [7] }, /tags\[0\] should be string or null/],
      [{ intent: 'a', sure: 1, more: true }, /more is not asked for/],
    ]
    for (const [value, words] of problems) assert.match(String(problemOf(value, schema)), words)
  })

  test('counts as not found where it has not the form of its field', ({ assert }) => {
    assert.equal(tidy('date', '2026-02-30'), null)
    assert.equal(tidy('date', '2026-02-28'), '2026-02-28')
    assert.equal(tidy('email', 'Giulia@Example.com '), 'giulia@example.com')
    assert.equal(tidy('phone', 'domani'), null)
    assert.equal(tidy('text', '  '), null)
    assert.equal(tidy('boolean', false), false)
  })

  test('may hold the links of the instruction and no others', ({ assert }) => {
    const instruction = 'Send them to https://www.bottega.example/resi'
    assert.isNull(strangeLink('Vedi bottega.example e https://bottega.example/resi/1', { instruction }))
    assert.equal(strangeLink('http://evil.example/x', { instruction }), 'evil.example')
    assert.isNull(strangeLink('Grazie.Ti scriviamo a info@bottega.com, ore 9.30: 12.50 €.', { instruction }))
  })

  test('hides no other link in what chats make links of', ({ assert }) => {
    const instruction = 'Send them to https://www.bottega.example/resi'
    const links = [
      'https://www.bottega.example@evil.example/resi',
      'https://bottega.example:pw@evil.example/',
      'https://évil.example/',
      'https:/evil.example',
      'https://evil/',
      'javascript://bottega.example/%0aalert(1)',
      'evil.com/resi',
      'vai su evil.it',
      'bottega.example.evil.com',
    ]
    for (const link of links) assert.isNotNull(strangeLink(link, { instruction }), link)
  })
})

test.group('What it costs', () => {
  const listed = [
    {
      model: 'm',
      currency: 'USD',
      input: 100_000,
      cached: null,
      output: 500_000,
      source: 'https://x.example',
      asOf: '2026-11',
    },
  ]
  const own = [{ model: 'm', input: 1_000_000, cached: 0, output: 0, from: 'own' as const, source: null, asOf: null }]

  test('is counted in millionths, by the admin’s price before the list’s', ({ assert }) => {
    const usage = { input: 1000, cached: 400, output: 10 }
    assert.equal(costOf(priceOf('m', { own: [], listed, currency: 'USD' }), usage), 105)
    assert.equal(costOf(priceOf('m', { own, listed, currency: 'USD' }), usage), 600)
    assert.isNull(costOf(priceOf('m', { own: [], listed, currency: 'EUR' }), usage))
    assert.isNull(priceOf('other', { own, listed, currency: 'USD' }))
  })

  test('belongs to the month of the workspace’s zone', ({ assert }) => {
    const midnight = Date.UTC(2026, 10, 30, 23, 30)
    assert.equal(monthOf(midnight, 'UTC'), '2026-11')
    assert.equal(monthOf(midnight, 'Europe/Rome'), '2026-12')
    assert.deepEqual(spanOf('2026-11', 'Europe/Rome'), {
      since: Date.UTC(2026, 9, 31, 23),
      until: Date.UTC(2026, 10, 30, 23),
    })
  })
})
