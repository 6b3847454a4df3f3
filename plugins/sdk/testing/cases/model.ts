import assert from 'node:assert/strict'
import { vendorErrorOf } from '../expectations.ts'
import type { ModelKit, VendorKit } from '../kit.ts'
import { scene } from '../scene.ts'
import { assertNoSecretTold } from '../secrets.ts'
import type { ContractCase, Suite } from '../suite.ts'
import { failing } from './vendor.ts'

export function modelCases({ kit }: Suite, vendor: VendorKit, { conversation }: ModelKit): ContractCase[] {
  return [
    {
      title: 'an answer comes with what it used',
      async run() {
        const { context, implementation } = await scene(kit, vendor.healthy)
        const heard: string[] = []
        const options = { onText: (text: string) => void heard.push(text) }
        const { text, toolCalls, usage } = await implementation.model!.respond(context, conversation, options)
        assert.ok(text.length > 0 || toolCalls.length > 0, 'respond() should answer a text or call a tool')
        if (heard.length > 0) assert.equal(heard.join(''), text, 'the parts told to onText should make the whole')
        assert.ok(Number.isSafeInteger(usage.input) && Number.isSafeInteger(usage.output), 'usage should be counted')
      },
    },
    {
      title: 'a model that is too busy says how long to wait',
      async run() {
        const { context, implementation } = await scene(
          kit,
          failing(vendor, () => vendor.rateLimited())
        )
        const error = await vendorErrorOf(implementation.model!.respond(context, conversation, {}), 'respond()')
        assert.equal(error.code, 'E_RATE_LIMITED')
        assertNoSecretTold(kit, context, error, 'respond()')
      },
    },
  ]
}
