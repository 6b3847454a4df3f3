import assert from 'node:assert/strict'
import type { Implementation } from '../../connector.ts'
import type { Context } from '../../context.ts'
import { vendorErrorOf } from '../expectations.ts'
import type { PaymentsKit, VendorKit } from '../kit.ts'
import { scene } from '../scene.ts'
import { assertNoSecretTold } from '../secrets.ts'
import type { ContractCase, Suite } from '../suite.ts'
import { assertMoney } from './money.ts'
import { failing } from './vendor.ts'

const KEY = 'pay_contract/1'

type Call = (context: Context, implementation: Implementation) => Promise<unknown>

export function paymentCases({ kit }: Suite, vendor: VendorKit, given: PaymentsKit): ContractCase[] {
  const { session, paidSession, unknownSession, refund } = given
  const open = (context: Context, { payments }: Implementation, request = session) =>
    payments!.createSession(context, request)
  const giveBack = (context: Context, { payments }: Implementation) => payments!.refund(context, refund)

  const cautious = (title: string, call: Call): ContractCase => ({
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
      title: 'a payment page has an id, an address to open, and our reference',
      async run() {
        const { context, http, implementation } = await scene(kit, vendor.healthy, KEY)
        const { id, url } = await open(context, implementation)
        assert.ok(id.length > 0, 'the page should have the vendor’s id')
        assert.match(url, /^https:\/\//, 'the page should open over https')
        assert.ok((await http.sent()).includes(session.reference), 'the vendor should be told our reference')
      },
    },
    {
      title: 'nothing is no amount to pay',
      async run() {
        for (const amount of [0, -100]) {
          const { context, http, implementation } = await scene(kit, vendor.healthy, KEY)
          const request = { ...session, amount: { ...session.amount, amount } }
          const error = await vendorErrorOf(open(context, implementation, request), `an amount of ${amount}`)
          assert.equal(error.code, 'E_INVALID_INPUT', `an amount of ${amount} should be refused, and is ${error.code}`)
          assert.equal((error as { field?: string }).field, 'amount', 'the error should name the field `amount`')
          assert.equal(http.requests.length, 0, 'the vendor should not be asked')
        }
      },
    },
    {
      title: 'a paid page says what was paid, and by which payment',
      async run() {
        const { context, implementation } = await scene(kit, vendor.healthy, KEY)
        const report = await implementation.payments!.settle(context, paidSession)
        assert.equal(report?.state, 'succeeded')
        assert.ok(report.paymentId, 'a paid page should name its payment')
        assertMoney(report.amount, 'the amount paid')
      },
    },
    {
      title: 'a page nobody knows is null',
      async run() {
        const { context, implementation } = await scene(kit, vendor.healthy, KEY)
        assert.equal(await implementation.payments!.settle(context, unknownSession), null)
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
    cautious('a payment page without an answer is not guessed at', (context, implementation) =>
      open(context, implementation)
    ),
    cautious('a refund without an answer is not given twice', giveBack),
  ]
}
