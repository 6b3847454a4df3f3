import assert from 'node:assert/strict'
import type { ConnectorErrorCode } from '../../errors.ts'
import { vendorErrorOf } from '../expectations.ts'
import type { ChannelKit, ConversionsKit, ScriptedAnswer, VendorKit } from '../kit.ts'
import { scene } from '../scene.ts'
import { assertNoSecretTold } from '../secrets.ts'
import type { ContractCase, Suite } from '../suite.ts'
import { failing } from './vendor.ts'

export function roleCases(suite: Suite): ContractCase[] {
  const { connector, vendor, channel, conversions } = suite.kit
  const cases: ContractCase[] = []
  if (!vendor) return cases
  if (connector.roles.includes('channel'))
    cases.push(...(channel ? channelCases(suite, vendor, channel) : [missing('channel')]))
  if (connector.roles.includes('conversions')) {
    cases.push(...(conversions ? conversionCases(suite, vendor, conversions) : [missing('conversions')]))
  }
  return cases
}

function missing(role: string): ContractCase {
  return {
    title: `the kit describes the ${role} role`,
    async run() {
      assert.fail(`testing.ts should say how to try the ${role} role`)
    },
  }
}

function channelCases({ kit }: Suite, vendor: VendorKit, channel: ChannelKit): ContractCase[] {
  const attempt = { n: 1, key: `${channel.message.id}/1` }
  const fails = (title: string, answer: () => ScriptedAnswer, codes: ConnectorErrorCode[]): ContractCase => ({
    title,
    async run() {
      const { context, http, implementation } = await scene(kit, failing(vendor, answer))
      const error = await vendorErrorOf(
        implementation.channel!.send(context, channel.message, attempt),
        title
      )
      assert.ok(
        codes.includes(error.code),
        `${title}: should be ${codes.join(' or ')}, and is ${error.code}: ${error.message}`
      )
      const calls = http.requests.filter((request) => vendor.failsAt?.(request) ?? true)
      assert.equal(calls.length, 1, `${title}: the message was handed over ${calls.length} times`)
      assertNoSecretTold(kit, context, error, title)
    },
  })
  return [
    {
      title: 'a message is handed over once, with our key on it',
      async run() {
        const { context, http, implementation } = await scene(kit, vendor.healthy)
        const { providerId } = await implementation.channel!.send(context, channel.message, attempt)
        assert.ok(providerId.length > 0, 'send() should answer the provider’s id')
        if (channel.carriesKey === false) return
        assert.ok(
          (await http.sent()).includes(attempt.key),
          'the attempt’s key should travel with the message'
        )
      },
    },
    fails('a send without an answer is unknown, never tried again', () => 'silence', ['E_OUTCOME_UNKNOWN']),
    fails('a send that never left is temporary', () => 'no_connection', ['E_TEMPORARY']),
    fails('a send that is too fast waits', () => vendor.rateLimited(), ['E_RATE_LIMITED']),
    fails('a send with a dead token asks for a new connection', () => vendor.expiredToken(), [
      'E_AUTHENTICATION_EXPIRED',
    ]),
    fails(
      'a send answered with a page that is not the vendor’s is unknown',
      () => new Response('<html>502</html>', { status: 502 }),
      ['E_OUTCOME_UNKNOWN']
    ),
    ...(channel.failures ?? []).map(({ title, answer, code }) => fails(title, answer, [code])),
  ]
}

function conversionCases({ kit }: Suite, vendor: VendorKit, { batch }: ConversionsKit): ContractCase[] {
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
