import assert from 'node:assert/strict'
import type { InboundRequest, VerifyContext } from '../../webhooks.ts'
import { codeOf, failureOf, messageOf, nameOf } from '../expectations.ts'
import { inbound, RECEIVED_AT, sign, verifyContext, webhooksOf, withBody } from '../requests.ts'
import { assertNoSecretTold } from '../secrets.ts'
import type { ContractCase, Suite } from '../suite.ts'

const FIVE_MEGABYTES = 5 * 1024 * 1024
const MINUTE = 60_000

export function verificationCases({ kit }: Suite): ContractCase[] {
  const hooks = kit.connector.webhooks
  if (!hooks) return []
  if (hooks.unsigned) return [unsignedCase()]

  const first = () => {
    const fixture = webhooksOf(kit).fixtures[0]
    assert.ok(fixture, 'the kit should hold at least one webhook fixture')
    return fixture
  }
  const verify = (request: InboundRequest, context: Partial<VerifyContext> = {}) =>
    failureOf((async () => hooks.verify(request, verifyContext(kit, context)))())
  const refused = (error: unknown, what: string, ...reasons: string[]) => {
    assert.ok(error !== null, `${what} should be refused, and was accepted`)
    assert.equal(
      codeOf(error),
      'E_VERIFICATION_FAILED',
      `${what} should throw VerificationFailed, and threw ${nameOf(error)}: ${messageOf(error)}`
    )
    const reason = (error as { reason?: string }).reason ?? ''
    assert.ok(reasons.includes(reason), `${what} should be refused as ${reasons.join(' or ')}, and was as ${reason}`)
    assertNoSecretTold(kit, null, error, what)
  }

  return [
    {
      title: 'a delivery signed by the vendor is accepted',
      async run() {
        for (const fixture of webhooksOf(kit).fixtures) {
          const error = await verify(inbound(fixture, kit))
          assert.equal(error, null, `${fixture.title} was refused: ${String(error)}`)
        }
      },
    },
    {
      title: 'an unsigned delivery is refused',
      async run() {
        refused(
          await verify(inbound(first(), kit, { signed: false })),
          'an unsigned delivery',
          'missing_signature',
          'bad_signature'
        )
      },
    },
    {
      title: 'a delivery signed with another secret is refused',
      async run() {
        const foreign = Object.fromEntries(
          Object.keys(kit.credentials).map((name) => [name, 'another-secret-altogether'])
        )
        const keys = { secret: 'another-secret-altogether', credentials: foreign, at: RECEIVED_AT }
        const signed = webhooksOf(kit).sign(inbound(first(), kit, { signed: false }), keys)
        const headers = Object.fromEntries(
          Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value])
        )
        refused(await verify({ ...signed, headers }), 'a foreign signature', 'bad_signature')
      },
    },
    {
      title: 'a signature that is no signature is refused',
      async run() {
        const signed = inbound(first(), kit)
        const plain = inbound(first(), kit, { signed: false })
        const added = Object.keys(signed.headers).filter((name) => signed.headers[name] !== plain.headers[name])
        for (const garbage of ['', 'x', '=', 'é'.repeat(64), 'a'.repeat(10_000), 't=,v1=', 'sha256=']) {
          const headers = { ...signed.headers, ...Object.fromEntries(added.map((name) => [name, garbage])) }
          refused(
            await verify({ ...signed, headers }),
            'a garbled signature',
            'bad_signature',
            'missing_signature',
            'stale'
          )
        }
      },
    },
    {
      title: 'a tampered body is refused',
      async run() {
        if (webhooksOf(kit).token) return
        const signed = inbound(first(), kit)
        const longer = Buffer.concat([signed.rawBody, Buffer.from(' ')])
        refused(await verify(withBody(signed, longer)), 'a body with one byte more', 'bad_signature')
        refused(
          await verify(withBody(signed, signed.rawBody.subarray(0, -1))),
          'a body with one byte less',
          'bad_signature'
        )
        refused(await verify(withBody(signed, '')), 'an emptied body', 'bad_signature')
      },
    },
    {
      title: 'without a secret everything is refused',
      async run() {
        const blank = Object.fromEntries(Object.keys(kit.credentials).map((name) => [name, '']))
        for (const credentials of [{}, blank]) {
          const signed = inbound(first(), kit)
          refused(
            await verify(signed, { secret: null, credentials }),
            'a delivery to an endpoint with no secret',
            'missing_secret'
          )
          refused(
            await verify(signed, { secret: '', credentials }),
            'a delivery to an endpoint with an empty secret',
            'missing_secret'
          )
        }
      },
    },
    {
      title: 'huge, empty and unreadable bodies are verified like any other',
      async run() {
        const plain = inbound(first(), kit, { signed: false })
        for (const body of [Buffer.alloc(FIVE_MEGABYTES, 0x61), Buffer.alloc(0), Buffer.from([0xff, 0xfe, 0x00])]) {
          const request = { ...plain, rawBody: body }
          refused(
            await verify(request),
            `an unsigned body of ${body.length} bytes`,
            'missing_signature',
            'bad_signature'
          )
          const error = await verify(sign(request, kit))
          assert.equal(error, null, `a signed body of ${body.length} bytes was refused: ${String(error)}`)
        }
      },
    },
    {
      title: 'clocks that disagree do as the vendor’s signature says',
      async run() {
        const { staleAfter } = webhooksOf(kit)
        if (staleAfter === undefined) {
          const later = await verify(inbound(first(), kit), {
            machineNow: () => RECEIVED_AT + 7 * 24 * 60 * MINUTE,
          })
          assert.equal(
            later,
            null,
            `the vendor signs no time, so a retry must be accepted however late: ${String(later)}`
          )
          return
        }
        const nearly = await verify(inbound(first(), kit), { machineNow: () => RECEIVED_AT + staleAfter / 2 })
        assert.equal(nearly, null, 'a delivery within the tolerance was refused')
        const skewed = await verify(inbound(first(), kit), {
          machineNow: () => RECEIVED_AT - Math.min(staleAfter / 2, MINUTE),
        })
        assert.equal(skewed, null, 'a vendor’s clock that is a little ahead of ours was refused')
        refused(
          await verify(inbound(first(), kit), { machineNow: () => RECEIVED_AT + staleAfter * 2 }),
          'an old delivery',
          'stale'
        )
      },
    },
  ]
}

function unsignedCase(): ContractCase {
  return { title: 'the connector declares that its vendor signs nothing', run: async () => undefined }
}
