import { test } from '@japa/runner'
import { defaultMapping } from '#app/crm/default_mapping'
import type { MappingRow } from '#app/crm/mapping'
import { problemsIn } from '#app/crm/mapping_check'
import { decide } from '#app/crm/merging'
import type { OwnField } from '#app/crm/own_fields'
import { fromCrm, plainOf, toCrm } from '#app/crm/values'
import type { CrmField } from '#sdk/index'

const own = (change: Partial<OwnField> = {}): OwnField => ({
  name: 'city',
  title: null,
  type: 'text',
  options: null,
  currency: null,
  writable: true,
  ...change,
})
const crm = (change: Partial<CrmField> = {}): CrmField => ({
  name: 'city',
  title: 'City',
  type: 'text',
  readOnly: false,
  required: false,
  ...change,
})
const row = (change: Partial<MappingRow> = {}): MappingRow => ({
  field: 'city',
  crmField: 'city',
  direction: 'both',
  rule: 'newest',
  ...change,
})
const colours = crm({
  name: 'colour',
  title: 'Colour',
  type: 'choice',
  options: [
    { value: 'r', title: 'Red' },
    { value: 'g', title: 'Green' },
  ],
})

test.group('Values between two sides', () => {
  test('are written as the CRM’s field takes them, and read back the same', ({ assert }) => {
    const pairs: [OwnField, CrmField, unknown, unknown][] = [
      [own(), crm(), ' Bari ', 'Bari'],
      [own({ type: 'number' }), crm({ type: 'number' }), 4.5, 4.5],
      [own({ type: 'date' }), crm({ type: 'date' }), '2026-11-20', '2026-11-20'],
      [own({ type: 'date' }), crm({ type: 'datetime' }), '2026-11-20', Date.UTC(2026, 10, 20)],
      [own({ type: 'boolean' }), crm({ type: 'boolean' }), true, true],
      [own({ type: 'list', options: ['red', 'green'] }), colours, 'green', 'g'],
      [own({ type: 'currency', currency: 'EUR' }), crm({ type: 'number' }), { amount: 1250, currency: 'EUR' }, 12.5],
    ]
    for (const [ours, theirs, value, written] of pairs) {
      assert.deepEqual(toCrm(theirs, value), { ok: true, value: written })
      const back = fromCrm(ours, theirs, plainOf(theirs, String(written)))
      assert.deepEqual(back, { ok: true, value: typeof value === 'string' ? value.trim() : value })
    }
  })

  test('say what does not fit', ({ assert }) => {
    assert.deepEqual(toCrm(colours, 'blue'), { ok: false, code: 'crm_choice_unknown', params: { values: 'blue' } })
    assert.deepEqual(fromCrm(own({ type: 'country' }), crm(), 'Italy'), { ok: false, code: 'crm_value_unfit' })
    assert.deepEqual(fromCrm(own({ type: 'number' }), crm(), 'many'), { ok: false, code: 'crm_value_unfit' })
    assert.deepEqual(toCrm(crm({ type: 'number' }), 'many'), { ok: false, code: 'crm_value_unfit' })
  })

  test('are one form however the vendor writes them', ({ assert }) => {
    assert.equal(plainOf(crm({ type: 'number' }), '42'), 42)
    assert.equal(plainOf(crm({ type: 'boolean' }), 'false'), false)
    assert.equal(plainOf(crm({ type: 'datetime' }), '2026-11-20T10:00:00Z'), Date.UTC(2026, 10, 20, 10))
    assert.deepEqual(plainOf(crm({ type: 'choices' }), ['b', 'a']), ['a', 'b'])
    assert.isNull(plainOf(crm(), ''))
  })
})

test.group('A mapping', () => {
  const problems = (rows: MappingRow[], fields: { own?: OwnField[]; crm?: CrmField[] } = {}) =>
    problemsIn(rows, { own: fields.own ?? [own()], crm: fields.crm ?? [crm()] }).map(({ row: at, on, code }) => [
      at,
      on,
      code,
    ])

  test('names the field that is wrong, and why', ({ assert }) => {
    assert.deepEqual(problems([row()]), [])
    assert.deepEqual(problems([row({ field: 'gone' })]), [[0, 'field', 'crm_own_field_unknown']])
    assert.deepEqual(problems([row({ crmField: 'gone' })]), [[0, 'crmField', 'crm_field_unknown']])
    assert.deepEqual(problems([row()], { crm: [crm({ readOnly: true })] }), [[0, 'direction', 'crm_field_read_only']])
    assert.deepEqual(problems([row({ direction: 'from_crm' })], { crm: [crm({ readOnly: true })] }), [])
    assert.deepEqual(problems([row()], { own: [own({ writable: false })] }), [
      [0, 'direction', 'crm_own_field_read_only'],
    ])
    assert.deepEqual(problems([row()], { crm: [crm({ type: 'date' })] }), [[0, 'crmField', 'crm_types_differ']])
    assert.deepEqual(problems([row(), row()]), [[1, 'crmField', 'crm_field_mapped_twice']])
    assert.deepEqual(problems([], { crm: [crm({ required: true })] }), [[null, 'crmField', 'crm_required_unmapped']])
    const list = own({ type: 'list', options: ['red', 'blue'] })
    assert.deepEqual(problems([row({ crmField: 'colour' })], { own: [list], crm: [colours] }), [
      [0, 'crmField', 'crm_choices_missing'],
    ])
  })

  test('begins with what needs no explaining', ({ assert }) => {
    const fields = [
      own({ name: 'first_name' }),
      own({ name: 'postal_code' }),
      own({ name: 'fields.room', title: 'Favourite room' }),
      own({ name: 'fields.budget', title: 'Budget', type: 'number' }),
      own({ name: 'email', type: 'email', writable: false }),
    ]
    const theirs = [
      crm({ name: 'FirstName', title: 'First Name' }),
      crm({ name: 'MailingPostalCode', title: 'Mailing code' }),
      crm({ name: 'x_room', title: 'Favourite Room' }),
      crm({ name: 'budget', title: 'Budget', type: 'date' }),
      crm({ name: 'Email', title: 'Email', type: 'email' }),
    ]
    assert.deepEqual(
      defaultMapping(fields, theirs).map(({ field, crmField }) => [field, crmField]),
      [
        ['first_name', 'FirstName'],
        ['postal_code', 'MailingPostalCode'],
        ['fields.room', 'x_room'],
      ]
    )
  })
})

test.group('What is done about a difference', () => {
  const base = { ours: 'Bari', theirs: 'Bari' }
  const met = (change: object) =>
    decide({
      row: row(),
      own: own(),
      crm: crm(),
      ours: 'Bari',
      theirs: 'Bari',
      base,
      oursAt: null,
      theirsAt: null,
      ...change,
    })

  test('follows whoever changed it', ({ assert }) => {
    assert.equal(met({}).kind, 'same')
    assert.deepInclude(met({ ours: 'Lecce' }), { kind: 'to_crm', value: 'Lecce', rule: null })
    assert.deepInclude(met({ theirs: 'Lecce' }), { kind: 'from_crm', value: 'Lecce', rule: null })
    assert.equal(met({ ours: 'Lecce', theirs: 'Lecce' }).kind, 'same')
    assert.deepInclude(met({ ours: null }), { kind: 'to_crm', value: null })
  })

  test('follows the rule where both changed, and the CRM at the same moment', ({ assert }) => {
    const both = { ours: 'Lecce', theirs: 'Taranto' }
    assert.deepInclude(met({ ...both, oursAt: 2, theirsAt: 1 }), { kind: 'to_crm', rule: 'newest' })
    assert.deepInclude(met({ ...both, oursAt: 1, theirsAt: 1 }), { kind: 'from_crm', rule: 'newest' })
    assert.deepInclude(met({ ...both, oursAt: null, theirsAt: 1 }), { kind: 'from_crm', rule: 'newest' })
    assert.deepInclude(met({ ...both, row: row({ rule: 'staffetta' }) }), { kind: 'to_crm', rule: 'staffetta' })
  })

  test('leaves what goes against the street, what does not fit, and what is required', ({ assert }) => {
    assert.deepInclude(met({ theirs: 'Lecce', row: row({ direction: 'to_crm' }) }), {
      kind: 'kept',
      code: 'crm_one_way',
    })
    assert.deepInclude(met({ ours: null, crm: crm({ required: true }) }), { kind: 'kept', code: 'crm_required_empty' })
    assert.deepInclude(met({ ours: 'blue', crm: colours }), { kind: 'kept', code: 'crm_choice_unknown' })
    assert.deepInclude(met({ ours: 'x', theirs: 'y', base: { ours: 'x', theirs: 'y' } }), { kind: 'kept', code: null })
  })
})
