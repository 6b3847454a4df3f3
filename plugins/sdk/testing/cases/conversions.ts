import assert from 'node:assert/strict'
import { vendorErrorOf } from '../expectations.ts'
import type { ConversionsKit, VendorKit } from '../kit.ts'
import { scene } from '../scene.ts'
import type { ContractCase, Suite } from '../suite.ts'
import { failing } from './vendor.ts'

export function conversionCases({ kit }: Suite, vendor: VendorKit, { batch }: ConversionsKit): ContractCase[] {
  return [
    {
      title: 'every report of a batch gets its own answer',
      async run() {
        const { context, implementation } = await scene(kit, vendor.healthy)
        const results = await implementation.conversions!.report(context, batch)
        const answered = results.map((result) => result.eventId).toSorted()
        assert.deepEqual(answered, batch.map((report) => report.eventId).toSorted())
      },
    },
    {
      title: 'a batch that was not taken is tried again as a whole',
      async run() {
        const { context, implementation } = await scene(
          kit,
          failing(vendor, () => vendor.rateLimited())
        )
        const error = await vendorErrorOf(implementation.conversions!.report(context, batch), 'a rate limit')
        assert.equal(error.code, 'E_RATE_LIMITED')
      },
    },
    {
      title: 'no name, phone or address leaves in clear',
      async run() {
        const { context, http, implementation } = await scene(kit, vendor.healthy)
        await implementation.conversions!.report(context, batch)
        const sent = await http.sent()
        for (const { person } of batch) {
          for (const { kind, value } of person?.identities ?? []) {
            if (kind !== 'phone' && kind !== 'email') continue
            assert.ok(!sent.includes(value), `a ${kind} was reported in clear: hash it`)
          }
        }
      },
    },
  ]
}
