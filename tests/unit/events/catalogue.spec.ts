import { test } from '@japa/runner'
import { catalogue } from '#app/events/catalogue'
import { contentHash, eventKey } from '#app/events/keys'

test.group('The catalogue of events', () => {
  test('holds a valid sample for {$self}')
    .with(catalogue.all().map((definition) => definition.type))
    .run(async ({ assert }, type) => {
      const definition = catalogue.get(type)
      await assert.doesNotReject(async () => definition?.schema.validate(definition.sample))
    })

  test('describes every payload as a JSON schema', ({ assert }) => {
    for (const { schema } of catalogue.all()) assert.equal(schema.toJSONSchema().type, 'object')
  })

  test('answers null for a type that is not ours', ({ assert }) => {
    assert.isNull(catalogue.get('shopify.shop_redact'))
  })
})

test.group('Keys of events', () => {
  const fact = {
    connector: 'shopify',
    account: 'bottega.myshopify.com',
    type: 'cart.updated',
    key: 'c1',
    payload: { a: 1, b: { c: 2, d: 3 } },
  }

  test('are equal for equal content in another order', ({ assert }) => {
    const reordered = { ...fact, payload: { b: { d: 3, c: 2 }, a: 1 } }
    assert.equal(eventKey(fact, 'revision'), eventKey(reordered, 'revision'))
  })

  test('differ for a revision with other content', ({ assert }) => {
    assert.notEqual(eventKey(fact, 'revision'), eventKey({ ...fact, payload: { a: 2 } }, 'revision'))
  })

  test('a revision that names its version is one, however much of it is told', ({ assert }) => {
    const versioned = { ...fact, revision: '1771578000000' }
    const fuller = { ...versioned, payload: { a: 2, more: true } }
    assert.equal(eventKey(versioned, 'revision'), eventKey(fuller, 'revision'))
    assert.notEqual(eventKey(versioned, 'revision'), eventKey({ ...fuller, revision: '1771578000001' }, 'revision'))
    assert.equal(eventKey(versioned, 'milestone'), eventKey(fact, 'milestone'))
  })

  test('ignore the content of a milestone', ({ assert }) => {
    assert.equal(eventKey(fact, 'milestone'), eventKey({ ...fact, payload: { a: 2 } }, 'milestone'))
  })

  test('belong to the provider account', ({ assert }) => {
    assert.notEqual(eventKey(fact, 'milestone'), eventKey({ ...fact, account: 'other.myshopify.com' }, 'milestone'))
  })

  test('pass over fields that are undefined', ({ assert }) => {
    assert.equal(contentHash({ a: 1, b: undefined }), contentHash({ a: 1 }))
  })
})
