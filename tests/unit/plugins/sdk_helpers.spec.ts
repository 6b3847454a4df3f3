import { test } from '@japa/runner'
import {
  asInstant,
  asInteger,
  asText,
  decimalFromMoney,
  jsonObject,
  moneyFromDecimal,
  sameSignature,
  type InboundRequest,
} from '#sdk/index'

test.group('Money from decimals', () => {
  test('keeps every cent: {0} {1} is {2}')
    .with([
      ['86.90', 'EUR', 8690],
      ['0.1', 'EUR', 10],
      ['-3', 'EUR', -300],
      ['1200', 'JPY', 1200],
      ['1.2345', 'KWD', 1235],
      ['9007199254740.99', 'EUR', 900719925474099],
    ] as [string, string, number][])
    .run(({ assert }, [decimal, currency, amount]) => {
      assert.deepEqual(moneyFromDecimal(decimal, currency), { amount, currency })
    })

  test('is null for what is no amount: {$self}')
    .with(['', '1,50', '1e3', 'NaN', '12 EUR', '99999999999999999999'])
    .run(({ assert }, decimal) => {
      assert.isNull(moneyFromDecimal(decimal, 'EUR'))
    })

  test('goes back to the text it came from', ({ assert }) => {
    for (const [decimal, currency] of [
      ['86.90', 'EUR'],
      ['-0.05', 'EUR'],
      ['1200', 'JPY'],
      ['1.234', 'KWD'],
    ] as const) {
      assert.equal(decimalFromMoney(moneyFromDecimal(decimal, currency)!), decimal)
    }
  })
})

test.group('Reading what a vendor sent', () => {
  test('a time without an offset is no instant', ({ assert }) => {
    assert.isNull(asInstant('2026-11-20T10:00:00'))
    assert.isNull(asInstant('2026-11-20'))
    assert.equal(asInstant('2026-11-20T10:00:00+01:00'), Date.UTC(2026, 10, 20, 9))
  })

  test('an empty text is as good as none', ({ assert }) => {
    assert.isNull(asText('  '))
    assert.equal(asText(6120000000001), '6120000000001')
    assert.isNull(asInteger('1.5'))
    assert.equal(asInteger(' 7 '), 7)
  })

  test('a body that is no object is unparseable, and not quoted', ({ assert }) => {
    const request = (text: string) => ({ rawBody: Buffer.from(text) }) as InboundRequest
    assert.throws(() => jsonObject(request('')), 'The body is empty')
    assert.throws(() => jsonObject(request('secret {')), 'The body is not JSON')
    assert.throws(() => jsonObject(request('[1]')), 'The body is not a JSON object')
  })

  test('signatures of different lengths are compared without a crash', ({ assert }) => {
    assert.isFalse(sameSignature('abc', 'abcd'))
    assert.isFalse(sameSignature('é', 'ab'))
    assert.isTrue(sameSignature('abc', 'abc'))
  })
})
