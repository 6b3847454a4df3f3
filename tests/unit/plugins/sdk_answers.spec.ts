import { test } from '@japa/runner'
import { failureOfStatus, jsonAnswer, retryAfterOf } from '#sdk/index'

const answer = (status: number, headers = {}, body = '') => new Response(body, { status, headers })

test.group('An answer without a code of the vendor', () => {
  for (const [status, code] of [
    [429, 'E_RATE_LIMITED'],
    [401, 'E_AUTHENTICATION_EXPIRED'],
    [403, 'E_PERMISSION_MISSING'],
    [404, 'E_NOT_FOUND'],
    [418, 'E_PERMANENT'],
    [408, 'E_TEMPORARY'],
    [502, 'E_TEMPORARY'],
  ] as const) {
    test(`with status ${status} means ${code}`, ({ assert }) => {
      assert.equal(failureOfStatus(answer(status), { vendor: 'Acme' }).code, code)
    })
  }

  test('leaves the outcome of a call that must not happen twice unknown', ({ assert }) => {
    assert.equal(failureOfStatus(answer(502), { vendor: 'Acme', once: true }).code, 'E_OUTCOME_UNKNOWN')
  })

  test('says in seconds how long to wait, or does not', ({ assert }) => {
    assert.equal(retryAfterOf(answer(429, { 'retry-after': '1.5' })), 1500)
    assert.isNull(retryAfterOf(answer(429, { 'retry-after': 'Fri, 20 Nov 2026 10:00:00 GMT' })))
  })

  test('is an object of JSON or nothing', async ({ assert }) => {
    assert.deepEqual(await jsonAnswer(answer(200, {}, '{"a":1}')), { a: 1 })
    for (const body of ['<html>', '[1]', 'null', '']) assert.isNull(await jsonAnswer(answer(200, {}, body)))
  })
})
