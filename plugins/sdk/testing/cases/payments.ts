import assert from 'node:assert/strict'
import type { Implementation } from '../../connector.ts'
import type { Context } from '../../context.ts'
import { vendorErrorOf } from '../expectations.ts'
import type { PaymentsKit, VendorKit } from '../kit.ts'
import { scene } from '../scene.ts'
import { assertNoSecretTold } from '../secrets.ts'
import type { ContractCase, Suite } from '../suite.ts'
import { failing } from './vendor.ts'

const KEY = 'run_contract:pay:1:1'

export function paymentCases({ kit }: Suite, vendor: VendorKit, { link, refund }: PaymentsKit): ContractCase[] {
  const createLink = (context: Context, { payments }: Implementation) => payments!.createLink(context, link)
  const giveBack = (context: Context, { payments }: Implementation) => payments!.refund(context, refund)

  const cautious = (title: string, call: typeof giveBack): ContractCase => ({
    title,
    async run() {
      const { context, http, implementation } = await scene(
        kit,
        failing(vendor, () => 'silence'),
        KEY
      )
      const error = await vendorErrorOf(call(context, implementation), title)
      // With the vendor's own idempotency the same call is harmless; without it nobody may guess.
      const repeatable = (await http.sent()).includes(KEY)
      const allowed = repeatable ? ['E_OUTCOME_UNKNOWN', 'E_TEMPORARY'] : ['E_OUTCOME_UNKNOWN']
      assert.ok(allowed.includes(error.code), `${title}: should be ${allowed.join(' or ')}, and is ${error.code}`)
      const calls = http.requests.filter((request) => vendor.failsAt?.(request) ?? true)
      assert.equal(calls.length, 1, `${title}: the vendor was called ${calls.length} times`)
      assertNoSecretTold(kit, context, error, title)
    },
  })

  return [
    {
      title: 'a payment link has an id and an address to open',
      async run() {
        const { context, implementation } = await scene(kit, vendor.healthy, KEY)
        const { id, url } = await createLink(context, implementation)
        assert.ok(id.length > 0, 'the link should have the vendor’s id')
        assert.match(url, /^https:\/\//, 'the link should open over https')
      },
    },
    {
      title: 'a refund has an id',
      async run() {
        const { context, implementation } = await scene(kit, vendor.healthy, KEY)
        const { id } = await giveBack(context, implementation)
        assert.ok(id.length > 0, 'the refund should have the vendor’s id')
      },
    },
    cautious('a payment link without an answer is not guessed at', createLink),
    cautious('a refund without an answer is not given twice', giveBack),
  ]
}
