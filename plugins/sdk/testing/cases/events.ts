import assert from 'node:assert/strict'
import type { ParsedItem } from '../../webhooks.ts'
import type { EventValidator } from '../shapes.ts'
import type { ContractCase, Suite } from '../suite.ts'

const TYPE = /^[a-z][a-z0-9_-]*\.[a-z][a-z0-9_]*$/

export function eventCases({ kit, validateEvent }: Suite): ContractCase[] {
  const { connector } = kit
  return connector.events.map(({ type, sample }) => ({
    title: `the sample of ${type} is valid`,
    async run() {
      assert.equal(sample.type, type, `the sample says it is ${sample.type}`)
      await assertItem(sample, validateEvent)
    },
  }))
}

/** What must hold of every item, from a sample or from `parse`. */
export async function assertItem(item: ParsedItem, validateEvent: EventValidator) {
  assert.match(item.type, TYPE, `the type ${item.type} should read noun.verb_past`)
  assert.ok(typeof item.key === 'string' && item.key.length > 0, `${item.type}: the key should not be empty`)
  assert.ok(item.key.length <= 190, `${item.type}: the key has ${item.key.length} characters, and 190 fit`)
  assert.ok(
    !/undefined|null|NaN|\[object/.test(item.key),
    `${item.type}: the key ${item.key} was made from a missing value`
  )
  const { revision } = item
  assert.ok(
    revision === undefined || (revision.length > 0 && revision.length <= 190),
    `${item.type}: the revision should have 1 to 190 characters`
  )
  assert.ok(
    item.occurredAt === null || (Number.isSafeInteger(item.occurredAt) && item.occurredAt > 0),
    `${item.type}: occurredAt should be epoch milliseconds or null`
  )
  for (const identity of item.person?.identities ?? []) {
    assert.ok(identity.value.trim().length > 0, `${item.type}: an identity of kind ${identity.kind} is empty`)
  }
  const wrong = await validateEvent(item.type, item.payload)
  assert.deepEqual(wrong, [], `${item.type}: ${wrong.join('; ')}`)
}
