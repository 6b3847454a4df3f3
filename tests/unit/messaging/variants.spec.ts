import { test } from '@japa/runner'
import { endOfQuiet } from '#app/messaging/guard/quiet_hours'
import { chooseLanguage } from '#app/templates/variants'

test.group('The language of a template', () => {
  test('is the contact’s, then its base, then the workspace’s', ({ assert }) => {
    const spoken = ['it', 'en_GB', 'en']
    assert.equal(chooseLanguage(spoken, 'en-GB', 'it'), 'en_GB')
    assert.equal(chooseLanguage(spoken, 'en-US', 'it'), 'en')
    assert.equal(chooseLanguage(spoken, 'IT', 'en'), 'it')
    assert.equal(chooseLanguage(spoken, 'de', 'it'), 'it')
    assert.equal(chooseLanguage(spoken, null, 'en'), 'en')
    assert.isNull(chooseLanguage(['fr'], 'de', 'it'))
  })
})

test.group('Quiet hours', () => {
  const at = (hour: number, minute = 0) => Date.UTC(2026, 10, 20, hour, minute)

  test('span midnight, and end the next morning', ({ assert }) => {
    assert.equal(endOfQuiet(at(22), 'UTC', '20:00', '09:00'), at(33))
    assert.equal(endOfQuiet(at(3), 'UTC', '20:00', '09:00'), at(9))
    assert.isNull(endOfQuiet(at(9), 'UTC', '20:00', '09:00'))
    assert.isNull(endOfQuiet(at(19, 59), 'UTC', '20:00', '09:00'))
  })

  test('may lie within a day, or not be at all', ({ assert }) => {
    assert.equal(endOfQuiet(at(13, 30), 'UTC', '13:00', '15:00'), at(15))
    assert.isNull(endOfQuiet(at(12), 'UTC', '13:00', '15:00'))
    assert.isNull(endOfQuiet(at(12), 'UTC', '09:00', '09:00'))
  })

  test('are told by the contact’s clock, summer time included', ({ assert }) => {
    assert.equal(endOfQuiet(Date.UTC(2026, 2, 28, 22), 'Europe/Rome', '20:00', '09:00'), Date.UTC(2026, 2, 29, 7))
  })
})
