import assert from 'node:assert/strict'
import { complaints, vendorErrorOf } from '../expectations.ts'
import { scene } from '../scene.ts'
import { assertNoSecretTold } from '../secrets.ts'
import type { ContractCase, Suite } from '../suite.ts'
import { failing } from './vendor.ts'

const KEY = 'run_contract:step:1:1'

export function actionCases(suite: Suite): ContractCase[] {
  return Object.keys(suite.kit.connector.actions ?? {}).flatMap((name) => casesOf(suite, name))
}

function casesOf({ kit }: Suite, name: string): ContractCase[] {
  const manifest = kit.connector.actions![name]!
  const sample = () => {
    const found = kit.actions?.[name]
    assert.ok(found && found.inputs.length > 0, `the kit should give inputs for the action ${name}`)
    return found
  }
  const cases: ContractCase[] = [
    {
      title: `the action ${name} refuses input that is wrong`,
      async run() {
        assert.equal(typeof manifest.input.toJSONSchema(), 'object')
        for (const input of sample().inputs) {
          assert.equal(await complaints(manifest.input, input), null, 'the kit’s input should be valid')
        }
        for (const input of [...sample().refused, null, 'text', []]) {
          assert.notEqual(await complaints(manifest.input, input), null, `${JSON.stringify(input)} should be refused`)
        }
      },
    },
  ]
  const { vendor } = kit
  if (!vendor) return cases
  return [
    ...cases,
    {
      title: `the action ${name} runs, and answers what it promised`,
      async run() {
        for (const raw of sample().inputs) {
          const { context, http, implementation } = await scene(kit, vendor.healthy, KEY)
          const input = await manifest.input.validate(raw)
          const output = await implementation.actions![name]!.run(context, input)
          assert.equal(await complaints(manifest.output, output), null, 'the output should fit its schema')
          if (manifest.idempotency === 'native') {
            assert.ok((await http.sent()).includes(KEY), 'a native idempotency key should be sent to the vendor')
          }
          assertNoSecretTold(kit, context, null, `the action ${name}`)
        }
      },
    },
    {
      title: `the action ${name} does not guess when the vendor is silent`,
      async run() {
        const { context, http, implementation } = await scene(
          kit,
          failing(vendor, () => 'silence'),
          KEY
        )
        const input = await manifest.input.validate(sample().inputs[0])
        const error = await vendorErrorOf(implementation.actions![name]!.run(context, input), name)
        assert.ok(['E_OUTCOME_UNKNOWN', 'E_TEMPORARY'].includes(error.code), `should be unknown, and is ${error.code}`)
        if (manifest.idempotency === 'none') {
          assert.equal(error.code, 'E_OUTCOME_UNKNOWN', 'an action that must not be repeated should end as unknown')
        }
        const calls = http.requests.filter((request) => vendor.failsAt?.(request) ?? true)
        assert.equal(calls.length, 1, `the vendor was called ${calls.length} times; a repeat is the core’s to decide`)
      },
    },
  ]
}
