import { readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import { segmentsOf, transliterated } from '#sdk/index'

type Vector = { text?: string; text_repeat?: [string, number]; encoding: string; parts: number }
const vectors = JSON.parse(readFileSync(new URL('./golden/gsm-segments.json', import.meta.url), 'utf8')) as Vector[]
const textOf = ({ text, text_repeat: [char, times] = ['', 0] }: Vector) => text ?? char.repeat(times)

test.group('SMS segments', () => {
  for (const vector of vectors) {
    const name = vector.text ?? `${vector.text_repeat?.[1]} × ${vector.text_repeat?.[0]}`
    test(`${name} is ${vector.parts} in ${vector.encoding}`, ({ assert }) => {
      assert.containsSubset(segmentsOf(textOf(vector)), { encoding: vector.encoding, parts: vector.parts })
    })
  }

  test('nothing is no part', ({ assert }) => {
    assert.deepEqual(segmentsOf(''), { encoding: 'GSM-7', parts: 0, units: 0, perPart: 160, foreign: [] })
  })

  test('name the characters that make a text long', ({ assert }) => {
    assert.deepEqual(segmentsOf('it’s a façade, isn’t it').foreign, ['’', 'ç'])
  })

  test('an emoji of several people is not torn apart', ({ assert }) => {
    const family = '👩‍👩‍👧'
    assert.equal(segmentsOf(`${'я'.repeat(63)}${family}`).parts, 2)
    assert.equal(segmentsOf(`${'я'.repeat(66)}${family}${'я'.repeat(60)}`).parts, 3)
    assert.equal(segmentsOf(`${'я'.repeat(66)}ab${'я'.repeat(66)}`).parts, 2)
  })
})

test.group('Transliteration', () => {
  test('writes typographic signs and accents plainly', ({ assert }) => {
    assert.equal(
      transliterated('L’ordine “42” – già spedito… façade, señor, Łódź'),
      'L\'ordine "42" - già spedito... facade, señor, Lodz'
    )
  })

  test('leaves alone what stays long anyway', ({ assert }) => {
    assert.equal(transliterated('it’s here 👍'), 'it’s here 👍')
    assert.equal(transliterated('Ваш заказ – здесь'), 'Ваш заказ – здесь')
  })

  test('keeps every character that GSM-7 knows', ({ assert }) => {
    assert.equal(transliterated('perché è così: 5 €, Ça'), 'perché è così: 5 €, Ça')
  })
})
