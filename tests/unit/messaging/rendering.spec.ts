import { test } from '@japa/runner'
import { render, syntaxProblem } from '#app/templates/rendering'
import type { RenderOptions } from '#app/templates/rendering'

const roman: RenderOptions = { locale: 'it-IT', timezone: 'Europe/Rome', currency: 'EUR' }
const values = {
  contact: {
    first_name: 'Giulia',
    last_name: 'Ferrero',
    company: 'Bottega',
    phone: '+393475550142',
    email: 'g@mail.example',
    fields: { size: 'L', points: 123 },
    vip: true,
  },
  order: {
    number: '#1042',
    total: { amount: 123456, currency: 'EUR' },
    placed_at: Date.UTC(2026, 10, 20, 23, 30),
    status_url: 'https://shop.example/o/1',
    items: [{ title: 'Goccia' }, { title: 'Perla' }],
  },
}

const text = (template: string, options: Partial<RenderOptions> = {}) => {
  const rendered = render(template, values, { ...roman, ...options })
  return rendered.ok ? rendered.text.replaceAll('\u00a0', ' ') : `${rendered.code} ${JSON.stringify(rendered.params)}`
}

test.group('Rendering', () => {
  test('fills names, custom fields and the data of a shop', ({ assert }) => {
    assert.equal(
      text(
        '{{ contact.first_name }} {{ contact.last_name }}, {{ contact.company }}, {{ contact.phone }}, {{ contact.email }}, {{ contact.fields.size }}'
      ),
      'Giulia Ferrero, Bottega, +393475550142, g@mail.example, L'
    )
    assert.equal(
      text('{{ order.number }}: {{ order.items[0].title }} → {{ order.status_url }}'),
      '#1042: Goccia → https://shop.example/o/1'
    )
    assert.equal(
      text('{% for item in order.items %}{{ item.title }}{% unless forloop.last %}, {% endunless %}{% endfor %}'),
      'Goccia, Perla'
    )
  })

  test('says one thing or another by attribute', ({ assert }) => {
    assert.equal(text('{% if contact.vip %}Prego{% else %}Ciao{% endif %}'), 'Prego')
    assert.equal(
      text(
        '{% if contact.fields.points > 200 %}oro{% elsif contact.fields.points > 100 %}argento{% else %}bronzo{% endif %}'
      ),
      'argento'
    )
    assert.equal(text('{% if contact.nickname %}no{% else %}yes{% endif %}'), 'yes')
  })

  test('computes to the cent', ({ assert }) => {
    assert.equal(text('{{ contact.fields.points | times: 0.05 | number: 2 }}'), '6,15')
    assert.equal(text('{{ 0.1 | plus: 0.2 }}'), '0.3')
    assert.equal(text('{{ order.total | times: 0.9 | money }}'), '1111,10 €')
    assert.equal(text('{{ order.total | divided_by: 3 | money }}'), '411,52 €')
    assert.equal(text('{{ 10 | divided_by: 0 }}'), '0')
  })

  test('writes money, numbers and dates as the contact’s language and zone have them', ({ assert }) => {
    assert.equal(text('{{ order.total | money }}', { locale: 'de-DE' }), '1.234,56 €')
    assert.equal(text('{{ order.total | money }}', { locale: 'en-GB' }), '€1,234.56')
    assert.equal(text('{{ 4990 | money: "JPY" }}', { locale: 'en-GB' }), 'JP¥4,990')
    assert.equal(text('{{ 1234567.5 | number }}'), '1.234.567,5')
    assert.equal(text('{{ order.placed_at | date: "long" }}'), '21 novembre 2026')
    assert.equal(
      text('{{ order.placed_at | date: "long" }}', { locale: 'en-US', timezone: 'America/New_York' }),
      'November 20, 2026'
    )
    assert.equal(text('{{ order.placed_at | date: "dd/MM HH:mm" }}'), '21/11 00:30')
    assert.equal(text('{{ "2026-03-01" | date: "long" }}', { timezone: 'America/New_York' }), '1 marzo 2026')
  })

  test('never leaves a gap or a raw token', ({ assert }) => {
    assert.equal(text('Ciao {{ contact.nickname | default: "amica" }}!'), 'Ciao amica!')
    assert.equal(text('Ciao {{ contact.nickname }}!'), 'missing_variable {"name":"contact.nickname"}')
    assert.equal(text('Ciao {{ contact.nickname | upcase }}!'), 'missing_variable {"name":"contact.nickname"}')
    assert.equal(text('Ciao {{ contact.nickname }}!', { missing: 'empty' }), 'Ciao !')
    assert.equal(text('Ciao{{ contact.nickname | default: "" }}!'), 'Ciao!')
  })

  test('takes values for data and never for text', ({ assert }) => {
    const rendered = render('{{ name }}', { name: '{{ contact.email }}{% if true %}' }, roman)
    assert.deepEqual(rendered, { ok: true, text: '{{ contact.email }}{% if true %}' })
  })

  test('keeps its limits', ({ assert }) => {
    assert.match(text('a'.repeat(20_001)), /^invalid_template/)
    assert.match(
      text('{% for i in (1..100000) %}{% for j in (1..100000) %}x{% endfor %}{% endfor %}'),
      /^invalid_template/
    )
    for (const tag of ['include', 'render', 'layout'])
      assert.match(text(`{% ${tag} "/etc/passwd" %}`), /^invalid_template/)
    for (const inherited of ['contact.constructor', 'contact.__proto__', 'contact.toString'])
      assert.match(text(`{{ ${inherited} }}`), /^missing_variable/)
  })

  test('says what is wrong with a text, and where', ({ assert }) => {
    assert.deepInclude(syntaxProblem('Hi\n{{ name | nofilter }}')?.params, { line: 2 })
    assert.isNull(syntaxProblem('Hi {{ name }}'))
  })
})
