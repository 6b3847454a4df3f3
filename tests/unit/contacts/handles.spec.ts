import { test } from '@japa/runner'
import { handlesOf } from '#app/contacts/handles'
import { parsePhone } from '#app/contacts/phone'
import { normalise, searchText } from '#app/contacts/search'

test.group('Reading phones', () => {
  test('reads {written} with {countries} as {expected}')
    .with([
      { written: '+39 347 555 0142', countries: [], expected: '+393475550142' },
      { written: '347 555 0142', countries: ['IT'], expected: '+393475550142' },
      { written: '0039 347 5550142', countries: ['IT'], expected: '+393475550142' },
      { written: '347 555 0142', countries: [], expected: null },
      { written: '347 555 0142', countries: ['XX', null, 'IT'], expected: '+393475550142' },
      { written: '020 7946 0018', countries: ['GB'], expected: '+442079460018' },
      { written: 'call me', countries: ['IT'], expected: null },
      { written: '12', countries: ['IT'], expected: null },
    ])
    .run(({ assert }, { written, countries, expected }) => {
      assert.equal(parsePhone(written, ...countries), expected)
    })
})

test.group('Handles of a person', () => {
  const context = { account: 'bottega.myshopify.com', country: 'IT' }

  test('come strongest first, in one spelling', ({ assert }) => {
    const { handles } = handlesOf(
      {
        identities: [
          { kind: 'email', value: ' Giulia@Mail.Example ' },
          { kind: 'phone', value: '347 555 0142' },
          { kind: 'shop_customer', value: '66' },
        ],
      },
      context
    )
    assert.deepEqual(
      handles.map(({ kind, issuer, value }) => [kind, issuer, value]),
      [
        ['shop_customer', 'bottega.myshopify.com', '66'],
        ['phone', '', '+393475550142'],
        ['email', '', 'giulia@mail.example'],
      ]
    )
  })

  test('leave out an unreadable phone with a note', ({ assert }) => {
    const { handles, notes } = handlesOf(
      {
        identities: [
          { kind: 'phone', value: 'none' },
          { kind: 'shop_customer', value: '66' },
        ],
      },
      context
    )
    assert.lengthOf(handles, 1)
    assert.deepEqual(notes, [{ code: 'phone_unparseable', params: { kind: 'phone' } }])
  })

  test('say nothing of an empty phone', ({ assert }) => {
    assert.deepEqual(handlesOf({ identities: [{ kind: 'phone', value: ' ' }] }, context), { handles: [], notes: [] })
  })
})

test.group('Search text', () => {
  test('has no accents and no capitals', ({ assert }) => {
    assert.equal(normalise('Nicolò  D’Àmico'), 'nicolo d’amico')
    assert.equal(searchText({ first_name: 'Zoë', last_name: null, email: 'Zoe@mail.example' }), 'zoe zoe@mail.example')
  })
})
