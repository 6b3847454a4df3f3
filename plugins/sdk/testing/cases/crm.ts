import assert from 'node:assert/strict'
import { vendorErrorOf } from '../expectations.ts'
import type { CrmKit, VendorKit } from '../kit.ts'
import { scene } from '../scene.ts'
import { assertNoSecretTold } from '../secrets.ts'
import type { ContractCase, Suite } from '../suite.ts'
import type { CrmField, CrmRecord } from '../../roles/index.ts'
import { failing } from './vendor.ts'

const WITH_OPTIONS: CrmField['type'][] = ['choice', 'choices']
const MANY = 20

function assertRecord({ id, fields, modifiedAt, modifiedBy }: CrmRecord, asked: string[]): void {
  assert.ok(id.length > 0, 'a record should have an id')
  assert.ok(Number.isSafeInteger(modifiedAt), 'modifiedAt should be epoch milliseconds')
  assert.ok(['us', 'other', 'unknown'].includes(modifiedBy), 'modifiedBy should be us, other or unknown')
  for (const name of Object.keys(fields)) assert.ok(asked.includes(name), `nobody asked for the field ${name}`)
}

export function crmCases({ kit }: Suite, vendor: VendorKit, { person, fields, deal }: CrmKit): ContractCase[] {
  return [
    {
      title: 'a contact is written and found again, by one id',
      async run() {
        const { context, implementation } = await scene(kit, vendor.healthy)
        const { id } = await implementation.crm!.upsertContact(context, person, fields)
        assert.ok(id.length > 0, 'upsertContact should answer the CRM’s id')
        const email = person.identities.find(({ kind }) => kind === 'email')?.value
        const phone = person.identities.find(({ kind }) => kind === 'phone')?.value
        const found = await implementation.crm!.findContact(context, email ? { email } : { phone })
        assert.equal(found?.id, id, 'findContact should find the same contact')
      },
    },
    {
      title: 'fields say what they hold, and whether they may be written',
      async run() {
        const { context, implementation } = await scene(kit, vendor.healthy)
        const found = await implementation.crm!.fields(context)
        assert.equal(new Set(found.map(({ name }) => name)).size, found.length, 'a field should be listed once')
        for (const name of Object.keys(fields)) {
          const field = found.find((each) => each.name === name)
          assert.ok(field, `the kit writes ${name}, so it should be listed`)
          assert.equal(field.readOnly, false, `the kit writes ${name}, so it should not be read-only`)
        }
        for (const { name, title, type, options } of found) {
          assert.ok(title.length > 0, `${name} should have a title`)
          if (WITH_OPTIONS.includes(type)) assert.ok(options, `${name} should list its options`)
        }
      },
    },
    {
      title: 'stages say how a deal stands',
      async run() {
        const { context, implementation } = await scene(kit, vendor.healthy)
        const found = await implementation.crm!.stages(context)
        assert.ok(
          found.some(({ id, title }) => [id, title].includes(deal.stage)),
          `the stage ${deal.stage} should be listed`
        )
        assert.ok(
          found.every(({ outcome }) => ['open', 'won', 'lost'].includes(outcome)),
          'outcome should be open, won or lost'
        )
      },
    },
    {
      title: 'a record is read with the fields asked for, and no others',
      async run() {
        const { context, implementation } = await scene(kit, vendor.healthy)
        const crm = implementation.crm!
        const asked = Object.keys(fields)
        const { id } = await crm.upsertContact(context, person, fields)
        const [record] = await crm.readContacts(context, [id], asked)
        assert.equal(record?.id, id, 'readContacts should find what was written')
        assertRecord(record, asked)
        assert.deepEqual(record.fields, fields, 'and with the values it was written with')
        assert.deepEqual(await crm.readContacts(context, [], asked), [], 'nothing asked is nothing read')
      },
    },
    {
      title: 'a record that is named by its id is the one written',
      async run() {
        const { context, implementation } = await scene(kit, vendor.healthy)
        const crm = implementation.crm!
        const { id } = await crm.upsertContact(context, person, fields)
        const named = { identities: [{ kind: 'crm_contact' as const, value: id }] }
        const again = await crm.upsertContact(context, named, fields)
        assert.deepEqual([again.id, again.created], [id, false], 'an identity of kind crm_contact names the record')
      },
    },
    {
      title: 'all contacts come in pages that end',
      async run() {
        const { context, implementation } = await scene(kit, vendor.healthy)
        const asked = Object.keys(fields)
        let cursor: string | null = null
        let pages = 0
        do {
          const page: { items: CrmRecord[]; cursor: string | null } = await implementation.crm!.listContacts(
            context,
            cursor,
            asked
          )
          for (const record of page.items) assertRecord(record, asked)
          assert.ok(page.cursor === null || page.cursor !== cursor, 'the cursor should move on')
          cursor = page.cursor
          pages += 1
        } while (cursor !== null && pages < MANY)
        assert.ok(pages < MANY, 'the healthy vendor’s contacts should end')
      },
    },
    {
      title: 'the first question for changes is where the next one starts',
      async run() {
        const { context, implementation } = await scene(kit, vendor.healthy)
        const first = await implementation.crm!.changesSince(context, null, Object.keys(fields))
        assert.deepEqual(first.items, [], 'what was there before is no change')
        assert.ok(first.cursor, 'a cursor should be handed back')
        const next = await implementation.crm!.changesSince(context, first.cursor, Object.keys(fields))
        for (const record of next.items) assertRecord(record, Object.keys(fields))
      },
    },
    {
      title: 'an activity and a deal are put on the contact',
      async run() {
        const { context, implementation } = await scene(kit, vendor.healthy)
        const crm = implementation.crm!
        const { id: contactId } = await crm.upsertContact(context, person, fields)
        const activity = { kind: 'message', title: 'WhatsApp message', body: 'Hello', at: context.now() }
        assert.ok((await crm.logActivity(context, contactId, activity)).id, 'logActivity should answer an id')
        assert.ok((await crm.upsertDeal(context, { ...deal, contactId })).id, 'upsertDeal should answer an id')
      },
    },
    {
      title: 'a contact is not written on a guess',
      async run() {
        const { context, implementation } = await scene(
          kit,
          failing(vendor, () => 'silence')
        )
        const error = await vendorErrorOf(implementation.crm!.upsertContact(context, person, fields), 'upsertContact')
        assert.ok(['E_OUTCOME_UNKNOWN', 'E_TEMPORARY'].includes(error.code), `should be unknown, and is ${error.code}`)
        assertNoSecretTold(kit, context, error, 'upsertContact')
      },
    },
  ]
}
