import { test } from '@japa/runner'
import { keywordOf } from '#app/contacts/keywords'

test.group('STOP and START words', () => {
  test('hear STOP in {$self}')
    .with([
      'STOP',
      'stop.',
      ' Stop! ',
      'Basta',
      'Disiscrivimi',
      'Non scrivermi più',
      'NON SCRIVERMI PIU',
      'désinscription',
      'Arrêter',
      'Abmelden',
      'cancelar suscripción',
      'Não quero mais',
    ])
    .run(({ assert }, text) => {
      assert.equal(keywordOf(text, 'whatsapp'), 'stop')
    })

  test('hear START in {$self}')
    .with(['START', 'Inizia', 'riattiva', 'Começar', 'réabonner'])
    .run(({ assert }, text) => {
      assert.equal(keywordOf(text, 'whatsapp'), 'start')
    })

  test('leave {$self} to a person')
    .with([
      'Please stop by the shop',
      'Non voglio smettere, basta che arrivi',
      'cancel',
      'sì',
      '',
      '🙏',
      'stop stop stop stop stop stop stop stop stop',
    ])
    .run(({ assert }, text) => {
      assert.isNull(keywordOf(text, 'whatsapp'))
    })

  test("take the carriers' words in an SMS", ({ assert }) => {
    assert.equal(keywordOf('CANCEL', 'sms'), 'stop')
    assert.equal(keywordOf('End', 'sms'), 'stop')
  })

  test("take the workspace's own words", ({ assert }) => {
    const custom = { stop: ['Niente più offerte'], start: ['Ci ripenso'] }
    assert.equal(keywordOf('niente piu offerte!', 'whatsapp', custom), 'stop')
    assert.equal(keywordOf('ci ripenso', 'whatsapp', custom), 'start')
  })
})
