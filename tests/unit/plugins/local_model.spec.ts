import { test } from '@japa/runner'
import { vectorsOf } from '../../../plugins/local-model/embedding.ts'
import { detect } from '../../../plugins/local-model/languages.ts'
import { answer } from '../../../plugins/local-model/responding.ts'
import { sentimentOf } from '../../../plugins/local-model/sentiment.ts'
import { shaped } from '../../../plugins/local-model/shaping.ts'

const CHOICES = {
  intent: {
    type: 'string',
    enum: ['quote', 'order_status', 'return', 'complaint', 'appointment', 'other'],
    description:
      'One of:\n- quote: asks for a price or an offer\n- order_status: asks where the order is\n- return: wants to send something back\n- complaint: something is broken or wrong\n- appointment: wants to be called or visited\n- other: none of these',
  },
  confidence: { type: 'number' },
}
const intentOf = (text: string) => shaped({ properties: CHOICES }, text) as { intent: string; confidence: number }

test.group('The built-in rules', () => {
  test('understand what customers of a shop write, in two languages', ({ assert }) => {
    const said: [string, string][] = [
      ['Buongiorno, quanto costa la lampada Goccia per 20 pezzi?', 'quote'],
      ['Could you send me a quote for ten lamps?', 'quote'],
      ['Dov’è il mio ordine 1042?', 'order_status'],
      ['My parcel has not arrived yet, where is it?', 'order_status'],
      ['Vorrei restituire la lampada e avere il rimborso', 'return'],
      ['I want to return it and get a refund', 'return'],
      ['La lampada è arrivata rotta!', 'complaint'],
      ['It arrived broken and damaged', 'complaint'],
      ['Potete richiamarmi domani per un appuntamento?', 'appointment'],
      ['Bella giornata oggi', 'other'],
    ]
    for (const [text, intent] of said) assert.equal(intentOf(text).intent, intent, text)
    assert.isAbove(intentOf(said[0][0]).confidence, 0.6)
    assert.isAtMost(intentOf('Bella giornata oggi').confidence, 0.5)
  })

  test('know languages, and moods with their denials', ({ assert }) => {
    for (const [text, language] of [
      ['Dov’è il mio ordine?', 'it'],
      ['Where is my order?', 'en'],
      ['¿Dónde está mi pedido?', 'es'],
      ['Grazie', 'it'],
      ['Hello', 'en'],
    ])
      assert.equal(detect(text).language, language, text)
    for (const [text, sentiment] of [
      ['Grazie mille, siete stati gentilissimi', 'positive'],
      ['Pessimo servizio, sono deluso', 'negative'],
      ['Not good at all', 'negative'],
      ['Nessun problema', 'positive'],
      ['Il pacco pesa due chili', 'neutral'],
    ])
      assert.equal(sentimentOf(text).sentiment, sentiment, text)
  })

  test('find details by their form, and make nothing up', ({ assert }) => {
    const nullable = (type: string, description?: string) => ({ type: [type, 'null'], description })
    const properties = {
      email: nullable('string'),
      phone: nullable('string'),
      order_number: nullable('string'),
      wanted_on: nullable('string', 'A date as YYYY-MM-DD'),
      budget: nullable('number'),
      quantity: nullable('integer'),
      first_name: nullable('string'),
      postcode: nullable('string'),
      size: { type: ['string', 'null'], enum: ['small', 'large', null] },
    }
    const text =
      'Ciao, mi chiamo Giulia Ferrero. Ordine n. 1042: 20 pezzi entro il 3 marzo 2027, budget 1.500,50 €. Scrivete a giulia@example.com o +39 333 000 0101.'
    assert.deepEqual(shaped({ properties }, text), {
      email: 'giulia@example.com',
      phone: '+393330000101',
      order_number: '1042',
      wanted_on: '2027-03-03',
      budget: 1500.5,
      quantity: 20,
      first_name: 'Giulia',
      postcode: null,
      size: null,
    })
    const nothing = shaped({ properties }, 'Buongiorno!') as Record<string, unknown>
    assert.isTrue(Object.values(nothing).every((value) => value === null))
  })

  test('write in the language and tone asked for, and say word for word what is quoted', ({ assert }) => {
    const system = 'Language: it\nTone: formal\nThank them and say "La richiamiamo domani alle 10."'
    const asked = [
      { role: 'system' as const, text: system },
      { role: 'user' as const, text: '<data-1>\nCould you call me?\n</data-1>' },
    ]
    const { text } = answer(asked)
    assert.equal(text, 'Gentile cliente, grazie per averci scritto. La richiamiamo domani alle 10.')
    assert.deepEqual(answer(asked), answer(asked))
    assert.equal(answer(asked, { maxTokens: 3 }).stop, 'length')
  })

  test('give vectors that lie near where words are shared', ({ assert }) => {
    const { vectors } = vectorsOf(['dov’è il mio ordine', 'il mio ordine non arriva', 'prezzi delle lampade'])
    const near = (a: number[], b: number[]) => a.reduce((sum, value, index) => sum + value * b[index], 0)
    assert.isAbove(near(vectors[0], vectors[1]), 0.3)
    assert.isBelow(near(vectors[0], vectors[2]), 0.2)
  })
})
