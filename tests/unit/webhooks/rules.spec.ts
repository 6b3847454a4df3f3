import { test } from '@japa/runner'
import { Webhook } from 'standardwebhooks'
import { DAY, MINUTE, SECOND } from '#app/clock'
import { bodyOf, writtenBody } from '#app/webhooks/body'
import { healthAfter, isHopeless } from '#app/webhooks/breaker'
import type { Health } from '#app/webhooks/breaker'
import { covers } from '#app/webhooks/event_choice'
import { isoOf } from '#app/webhooks/iso'
import { MOST_TRIES, waitAfter } from '#app/webhooks/retries'
import { newSecret, signed } from '#app/webhooks/signing'

const WELL: Health = { failures: 0, openUntil: null, failingSince: null, lastSuccessAt: null, recent: '' }
const NOON = Date.UTC(2026, 10, 20, 12)
const failed = (times: number) => Array.from({ length: times }, () => ({ ok: false }))

test.group('Signatures of webhooks', () => {
  test('hold for the standard’s own library, with either of two secrets', ({ assert }) => {
    const [fresh, old] = [newSecret(), newSecret()]
    const body = JSON.stringify({ name: 'Città', emoji: '🏁' })
    const headers = signed([fresh, old], { id: 'evt_1', at: Date.now(), body })
    for (const secret of [fresh, old]) assert.deepEqual(new Webhook(secret).verify(body, headers), JSON.parse(body))
    assert.throws(() => new Webhook(newSecret()).verify(body, headers))
    assert.throws(() => new Webhook(fresh).verify(`${body} `, headers))
    assert.throws(() => new Webhook(fresh).verify(body, { ...headers, 'webhook-id': 'evt_2' }))
  })

  test('are those that the library makes', ({ assert }) => {
    const secret = newSecret()
    const at = Date.UTC(2026, 10, 20, 9)
    const theirs = new Webhook(secret).sign('evt_1', new Date(at), '{}')
    assert.equal(signed([secret], { id: 'evt_1', at, body: '{}' })['webhook-signature'], theirs)
  })
})

test.group('Tries', () => {
  test('are eight over about three days, a little later by chance', ({ assert }) => {
    assert.equal(MOST_TRIES, 8)
    const waits = Array.from({ length: 7 }, (_, n) => Number(waitAfter(n + 1, null, 0)))
    const sum = waits.reduce((all, wait) => all + wait, 0)
    assert.isAbove(sum, 2.8 * DAY)
    assert.isBelow(sum, 3.2 * DAY)
    assert.equal(waits[0], 5 * SECOND)
    assert.equal(waitAfter(1, null, 1), 5.5 * SECOND)
    assert.isNull(waitAfter(8, null))
  })

  test('wait as long as the receiver asks, and not for ever', ({ assert }) => {
    assert.equal(waitAfter(1, 10 * MINUTE, 0), 10 * MINUTE)
    assert.equal(waitAfter(1, 90 * DAY, 0), DAY)
  })
})

test.group('The breaker', () => {
  test('opens after five failures in a row, and longer each time the probe fails', ({ assert }) => {
    assert.isNull(healthAfter(WELL, failed(4), NOON).openUntil)
    const open = healthAfter(WELL, failed(5), NOON)
    assert.equal(open.openUntil, NOON + MINUTE)
    const later = NOON + 2 * MINUTE
    assert.equal(healthAfter({ ...open, openUntil: null }, failed(1), later).openUntil, later + 2 * MINUTE)
  })

  test('takes what fails side by side for one failure', ({ assert }) => {
    assert.equal(healthAfter(WELL, failed(10), NOON).openUntil, NOON + MINUTE)
  })

  test('closes at the first success', ({ assert }) => {
    const open = healthAfter(WELL, failed(9), NOON)
    assert.containsSubset(healthAfter(open, [{ ok: true }], NOON), { failures: 0, openUntil: null, failingSince: null })
  })

  test('gives up on a receiver after five days without one', ({ assert }) => {
    const ill = healthAfter(WELL, failed(1), NOON)
    assert.isFalse(isHopeless(ill, NOON + 4.9 * DAY))
    assert.isTrue(isHopeless(ill, NOON + 5 * DAY))
    assert.isFalse(isHopeless(healthAfter(ill, [{ ok: true }], NOON), NOON + 9 * DAY))
  })

  test('remembers the latest twelve tries', ({ assert }) => {
    const { recent } = healthAfter({ ...WELL, recent: '1'.repeat(12) }, failed(1), NOON)
    assert.equal(recent, '111111111110')
  })
})

test.group('Bodies', () => {
  const telling = (payload: object) => ({
    event: { id: 'evt_1', type: 'order.paid', occurredAt: NOON, connector: 'shopify', subject: null, payload },
    workspace: { id: 'wsp_1', name: 'Bottega' },
    contact: { id: 'ctc_1', phone: '+12025550142' },
  })

  test('tell instants as ISO 8601 and names in snake case', ({ assert }) => {
    const { data, occurred_at: at } = bodyOf(telling({ changedAt: NOON, items: [{ unitPrice: 5 }] }), 'profile')
    assert.deepEqual(data, { changed_at: '2026-11-20T12:00:00.000Z', items: [{ unit_price: 5 }] })
    assert.equal(at, '2026-11-20T12:00:00.000Z')
    assert.deepEqual(isoOf({ looked_at: 3, at: NOON, x_at: 'noon' }), { looked_at: 3, at: NOON, x_at: 'noon' })
  })

  test('tell only the id where no more is allowed', ({ assert }) => {
    assert.deepEqual(bodyOf(telling({}), 'ids').contact, { id: 'ctc_1' })
  })

  test('leave out data that is too large, and say so', ({ assert }) => {
    const written = JSON.parse(writtenBody(bodyOf(telling({ note: 'x'.repeat(300_000) }), 'ids')))
    assert.containsSubset(written, { id: 'evt_1', data: null, truncated: true })
  })

  test('go to whom a choice covers', ({ assert }) => {
    assert.isTrue(covers('*', 'order.paid'))
    assert.isTrue(covers('order.*', 'order.paid'))
    assert.isFalse(covers('order.*', 'orders.paid'))
    assert.isFalse(covers('order.paid', 'order.placed'))
  })
})
