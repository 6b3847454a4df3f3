import assert from 'node:assert/strict'
import type { ConnectorErrorCode, RateLimited } from '../../errors.ts'
import { vendorErrorOf } from '../expectations.ts'
import type { ScriptedAnswer, VendorKit } from '../kit.ts'
import { scene } from '../scene.ts'
import { assertNoSecretTold, canaries } from '../secrets.ts'
import type { ContractCase, Suite } from '../suite.ts'

/** More calls than this for one failing request is a storm of our own making. */
const MOST_CALLS = 6

export function vendorCases({ kit }: Suite): ContractCase[] {
  const { vendor } = kit
  if (!vendor) return []

  const fails = (title: string, answer: () => ScriptedAnswer, codes: ConnectorErrorCode[] | null): ContractCase => ({
    title,
    async run() {
      const { context, http, implementation } = await scene(kit, failing(vendor, answer))
      const call = vendor.call ? vendor.call(context, implementation) : implementation.check(context)
      const error = await vendorErrorOf(call, title)
      if (codes)
        assert.ok(
          codes.includes(error.code),
          `${title}: should be ${codes.join(' or ')}, and is ${error.code}: ${error.message}`
        )
      if (error.code === 'E_RATE_LIMITED') {
        const { retryAfter } = error as RateLimited
        assert.ok(Number.isFinite(retryAfter) && retryAfter > 0, `${title}: retryAfter should be positive milliseconds`)
      }
      assert.ok(
        http.requests.length <= MOST_CALLS,
        `${title}: the vendor was called ${http.requests.length} times over`
      )
      assertNoSecretTold(kit, context, error, title)
    },
  })

  return [
    {
      title: 'the connection test answers who we are, and keeps its secrets',
      async run() {
        const { context, implementation } = await scene(kit, vendor.healthy)
        const { account, label } = await implementation.check(context)
        assert.ok(account.length > 0 && label.length > 0, 'check() should name the account')
        // What it remembered of the first time may be there the next, or not: an account being connected has no memory.
        assert.equal((await implementation.check(context)).account, account, 'the second time is another account')
        assertNoSecretTold(kit, context, null, 'check()')
      },
    },
    fails('an expired token asks for a new connection', () => vendor.expiredToken(), ['E_AUTHENTICATION_EXPIRED']),
    fails('a storm of rate limits says how long to wait', () => vendor.rateLimited(), ['E_RATE_LIMITED']),
    fails('an ill vendor (500) is temporary', () => page(500), ['E_TEMPORARY']),
    fails('an ill vendor (503) is temporary', () => page(503), ['E_TEMPORARY']),
    fails('a vendor that never answers is temporary or unknown', () => 'silence', ['E_TEMPORARY', 'E_OUTCOME_UNKNOWN']),
    fails('a vendor that cannot be reached is temporary', () => 'no_connection', ['E_TEMPORARY']),
    fails(
      'an answer that is not the vendor’s format is an error of the set',
      () => new Response('<html>proxy</html>'),
      null
    ),
    fails('an answer that repeats our secrets does not tell them', () => echo(canaries(kit)), null),
    ...WORDED.map((shape) =>
      fails(
        `a code that every object knows is an error of the set (${Object.keys(shape).join()})`,
        () => Response.json(shape, { status: 400 }),
        null
      )
    ),
    ...(vendor.others ?? []).map(({ title, answer, code }) => fails(title, answer, [code])),
  ]
}

const WORD = 'constructor'
/** Where vendors put their codes. */
const WORDED = [
  { error: { code: WORD, type: WORD, message: WORD, param: WORD }, code: WORD, category: WORD, name: WORD },
  [{ errorCode: WORD, message: WORD, fields: [WORD] }],
  { details: [{ issue: WORD, field: WORD }], name: WORD },
]

/** The healthy vendor, except where the kit lets failures happen. */
export function failing(vendor: VendorKit, answer: () => ScriptedAnswer) {
  return (request: Request) => {
    const here = vendor.failsAt ? vendor.failsAt(request) : true
    return here ? answer() : vendor.healthy(request)
  }
}

function page(status: number) {
  return new Response('<html><body>Service unavailable</body></html>', {
    status,
    headers: { 'content-type': 'text/html' },
  })
}

function echo(secrets: string[]) {
  const text = `Invalid request: ${secrets.join(' ')}`
  return Response.json({ error: { message: text }, errors: [{ message: text }], message: text }, { status: 400 })
}
