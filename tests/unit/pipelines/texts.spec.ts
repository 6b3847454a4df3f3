import { test } from '@japa/runner'
import { nextTime } from '#app/pipelines/calendar'
import { milliseconds } from '#app/pipelines/durations'
import { concerns, subjectsOf } from '#app/runs/subjects'
import { eventValues } from '#app/pipelines/values'
import { variablesIn } from '#app/pipelines/variables_in'

const ROME = 'Europe/Rome'
const at = (text: string) => Date.parse(text)

test.group('Reading a graph', () => {
  test('finds the values a text cannot do without', ({ assert }) => {
    assert.deepEqual(
      variablesIn('Hi {{ contact.first_name }}, {{ cart.total | money }} {{ contact.nick | default: "you" }}'),
      ['contact.first_name', 'cart.total']
    )
    assert.deepEqual(
      variablesIn('{% for item in cart.items %}{{ item.title }}{% endfor %}{% assign x = 1 %}{{ x }}'),
      []
    )
    assert.deepEqual(
      variablesIn('{% if cart.gift %}{{ cart.gift }}{% endif %}{{- order.number -}} {{ "text" }} {{ 3 }}'),
      ['order.number']
    )
  })

  test('knows durations', ({ assert }) => {
    assert.deepEqual(
      ['10s', '45min', '24h', '7d', '2w'].map(milliseconds),
      [10_000, 2_700_000, 86_400_000, 604_800_000, 1_209_600_000]
    )
    assert.throws(() => milliseconds('soon'))
  })

  test('finds the next time of day, over changes of clocks and weekends', ({ assert }) => {
    const next = (now: string, change = {}) =>
      new Date(nextTime(at(now), { time: '09:00', daysAhead: 0, weekdays: null, zone: ROME, ...change })).toISOString()
    assert.equal(next('2026-11-20T07:00:00Z'), '2026-11-20T08:00:00.000Z')
    assert.equal(next('2026-11-20T08:00:00Z'), '2026-11-21T08:00:00.000Z')
    assert.equal(next('2026-11-20T10:00:00Z', { weekdays: [1, 2, 3, 4, 5] }), '2026-11-23T08:00:00.000Z')
    assert.equal(next('2027-03-27T10:00:00Z'), '2027-03-28T07:00:00.000Z')
    assert.equal(next('2027-03-27T10:00:00Z', { time: '02:30' }), '2027-03-28T01:30:00.000Z')
    assert.equal(next('2026-11-20T07:00:00Z', { zone: 'America/New_York', daysAhead: 1 }), '2026-11-21T14:00:00.000Z')
  })

  test('tells what an event is about, and whether that concerns a run', ({ assert }) => {
    const order = (cartId: string | null) => ({
      type: 'order.placed',
      subject: { kind: 'order', id: '7' },
      payload: { orderId: '7', cartId },
    })
    assert.deepEqual(subjectsOf(order('c1')), ['order:7', 'cart:c1'])
    assert.isTrue(concerns('subject', ['cart:c1'], order('c1')))
    assert.isFalse(concerns('subject', ['cart:c2'], order('c1')))
    assert.isTrue(concerns('subject', ['cart:c2'], order(null)))
    assert.isFalse(concerns('subject', ['order:8', 'cart:c2'], order(null)))
    assert.isTrue(concerns('contact', [], order('c1')))
  })

  test('words payloads as texts do', ({ assert }) => {
    const event = {
      id: 'evt_1',
      type: 'cart.abandoned',
      occurredAt: 1,
      payload: {
        cartId: 'c1',
        recoveryUrl: 'u',
        items: [{ title: 'Goccia', unitPrice: { amount: 1, currency: 'EUR' } }],
      },
    }
    const { cart, event: told } = eventValues(event) as Record<string, Record<string, unknown>>
    assert.containsSubset(cart, { cart_id: 'c1', recovery_url: 'u', first_item: 'Goccia', item_count: 1 })
    assert.containsSubset(told, { type: 'cart.abandoned', recovery_url: 'u' })
  })
})
