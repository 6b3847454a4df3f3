import assert from 'node:assert/strict'
import type { ConnectorErrorCode } from '../../errors.ts'
import { vendorErrorOf } from '../expectations.ts'
import type { ChannelKit, ConnectorKit, ScriptedAnswer, VendorKit } from '../kit.ts'
import { RECEIVED_AT } from '../requests.ts'
import { scene } from '../scene.ts'
import { assertNoSecretTold } from '../secrets.ts'
import type { ContractCase, Suite } from '../suite.ts'
import { failing } from './vendor.ts'

export function channelCases({ kit }: Suite, vendor: VendorKit, channel: ChannelKit): ContractCase[] {
  const attempt = { n: 1, key: `${channel.message.id}/1` }
  const fails = (title: string, answer: () => ScriptedAnswer, codes: ConnectorErrorCode[]): ContractCase => ({
    title,
    async run() {
      const { context, http, implementation } = await scene(kit, failing(vendor, answer))
      const error = await vendorErrorOf(implementation.channel!.send(context, channel.message, attempt), title)
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
          (await http.sent()).includes(channel.keyOnTheWire?.(attempt.key) ?? attempt.key),
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
    ...lookupCases(kit, vendor, channel),
    ...(channel.failures ?? []).map(({ title, answer, code }) => fails(title, answer, [code])),
  ]
}

/** After a lost answer everything hangs on the look-up: an outage must never be read as "it is not there". */
function lookupCases(kit: ConnectorKit, vendor: VendorKit, { message, lists }: ChannelKit): ContractCase[] {
  const attempt = { n: 1, key: `${message.id}/1`, startedAt: RECEIVED_AT }
  const inTrouble = (title: string, answer: () => ScriptedAnswer, codes: ConnectorErrorCode[]): ContractCase => ({
    title,
    async run() {
      const { context, implementation } = await scene(kit, failing(vendor, answer))
      const lookup = implementation.channel?.lookup
      if (!lookup) return
      const error = await vendorErrorOf(lookup(context, attempt, message), title)
      assert.ok(codes.includes(error.code), `${title}: should be ${codes.join(' or ')}, and is ${error.code}`)
      assertNoSecretTold(kit, context, error, title)
    },
  })
  return [
    {
      title: 'a message that was handed over is found again',
      async run() {
        if (!lists) return
        const { context, implementation } = await scene(kit, lists)
        const found = await implementation.channel!.lookup!(context, attempt, message)
        assert.ok(found && found.providerId.length > 0, 'lookup() should answer the provider’s id')
      },
    },
    inTrouble('a look-up without an answer does not say that nothing is there', () => 'silence', [
      'E_TEMPORARY',
      'E_OUTCOME_UNKNOWN',
    ]),
    inTrouble('a look-up that is too fast waits', () => vendor.rateLimited(), ['E_RATE_LIMITED']),
  ]
}
