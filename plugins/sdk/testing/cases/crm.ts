import assert from 'node:assert/strict'
import { vendorErrorOf } from '../expectations.ts'
import type { CrmKit, VendorKit } from '../kit.ts'
import { scene } from '../scene.ts'
import { assertNoSecretTold } from '../secrets.ts'
import type { ContractCase, Suite } from '../suite.ts'
import { failing } from './vendor.ts'

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
