import { Exception } from '@adonisjs/core/exceptions'
import { test } from '@japa/runner'
import { problemOf } from '#app/http/problem'

test.group('Problem details', () => {
  test('name a declared refusal by its code', ({ assert }) => {
    const refusal = new Exception('No such contact.', { status: 404, code: 'E_CONTACT_NOT_FOUND' })

    assert.include(problemOf(refusal), { status: 404, code: 'contact_not_found', title: 'No such contact.' })
  })

  test('never show the message of an unexpected error', ({ assert }) => {
    const problem = problemOf(new Error('connect failed for user:secret@host'))

    assert.equal(problem.status, 500)
    assert.notInclude(JSON.stringify(problem), 'secret')
  })
})
