import { test } from '@japa/runner'
import { clock, DAY } from '#app/clock'
import { conditionProblem } from '#app/pipelines/condition_check'
import { holds, valueAt } from '#app/pipelines/conditions'
import type { Condition } from '#app/pipelines/conditions'

const values = {
  cart: {
    total: { amount: 6000, currency: 'EUR' },
    yen: { amount: 500, currency: 'JPY' },
    items: [{ title: 'Goccia' }],
    note: '',
  },
  contact: { first_name: 'Giulia', tags: ['VIP', 'lucca'], orders: 3, since: '2026-11-01T10:00:00Z', optout: false },
}

const cases: [Condition, boolean][] = [
  [{ path: 'cart.total', op: 'gte', value: 60 }, true],
  [{ path: 'cart.total', op: 'gt', value: 60 }, false],
  [{ path: 'cart.total', op: 'equals', value: { amount: 6000, currency: 'EUR' } }, true],
  [{ path: 'cart.total', op: 'lt', value: { amount: 9000, currency: 'USD' } }, false],
  [{ path: 'cart.yen', op: 'equals', value: 500 }, true],
  [{ path: 'cart.items.0.title', op: 'equals', value: 'goccia' }, true],
  [{ path: 'cart.note', op: 'missing' }, true],
  [{ path: 'cart.nothing', op: 'exists' }, false],
  [{ path: 'cart.nothing', op: 'not_equals', value: 'x' }, true],
  [{ path: 'cart.nothing', op: 'lt', value: 5 }, false],
  [{ path: 'contact.tags', op: 'contains', value: 'vip' }, true],
  [{ path: 'contact.tags', op: 'not_contains', value: 'rome' }, true],
  [{ path: 'contact.first_name', op: 'starts_with', value: 'giu' }, true],
  [{ path: 'contact.first_name', op: 'in', value: ['Anna', 'Giulia'] }, true],
  [{ path: 'contact.orders', op: 'gt', value: '2' }, true],
  [{ path: 'contact.optout', op: 'equals', value: false }, true],
  [{ path: 'contact.since', op: 'before', value: '2026-11-02' }, true],
  [{ path: 'contact.since', op: 'after', value: '2026-11-02' }, false],
  [{ path: 'contact.since', op: 'within_days', value: 30 }, true],
  [{ path: 'contact.since', op: 'older_than_days', value: 30 }, false],
  [{ all: [{ path: 'contact.orders', op: 'gt', value: 1 }, { not: { path: 'cart.note', op: 'exists' } }] }, true],
  [
    {
      any: [
        { path: 'contact.orders', op: 'gt', value: 10 },
        { path: 'contact.orders', op: 'equals', value: 3 },
      ],
    },
    true,
  ],
]

test.group('A condition', (group) => {
  group.each.setup(() => {
    clock.freeze(Date.parse('2026-11-01T10:00:00Z') + 20 * DAY)
    return () => clock.restore()
  })

  for (const [condition, wanted] of cases) {
    test(`${JSON.stringify(condition)} is ${wanted}`, ({ assert }) => assert.equal(holds(condition, values), wanted))
  }

  test('sees own values only', ({ assert }) => {
    assert.isUndefined(valueAt(values, 'cart.constructor.name'))
    assert.isUndefined(valueAt(values, '__proto__.polluted'))
  })

  for (const [problem, written] of [
    ['not_a_condition', 'yes'],
    ['empty_group', { all: [] }],
    ['path_missing', { op: 'exists' }],
    ['operator_unknown', { path: 'a', op: 'roughly', value: 1 }],
    ['value_missing', { path: 'a', op: 'equals' }],
    ['operator_unknown', { not: { any: [{ path: 'a', op: 'x' }] } }],
  ] as const) {
    test(`${JSON.stringify(written)} is refused: ${problem}`, ({ assert }) =>
      assert.equal(conditionProblem(written), problem))
  }
})
