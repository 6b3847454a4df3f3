import assert from 'node:assert/strict'
import type { ConnectorKit, VendorKit } from '../kit.ts'
import type { ContractCase, Suite } from '../suite.ts'
import { channelCases } from './channel.ts'
import { commerceCases } from './commerce.ts'
import { conversionCases } from './conversions.ts'
import { crmCases } from './crm.ts'
import { modelCases } from './model.ts'
import { paymentCases } from './payments.ts'

type Role = ConnectorKit['connector']['roles'][number]

const CASES: {
  [R in Role]: (suite: Suite, vendor: VendorKit, kit: NonNullable<ConnectorKit[R]>) => ContractCase[]
} = {
  channel: channelCases,
  commerce: commerceCases,
  conversions: conversionCases,
  crm: crmCases,
  model: modelCases,
  payments: paymentCases,
}

/** A role is tried as soon as the manifest names it, so a kit that says nothing of it is a failure. */
export function roleCases(suite: Suite): ContractCase[] {
  const { connector, vendor } = suite.kit
  // A model may run right here; what the other roles promise is about somebody who can be called.
  if (!vendor) return connector.roles.includes('model') ? residentModel(suite) : []
  return connector.roles.flatMap((role) => casesOf(role, suite, vendor))
}

function casesOf<R extends Role>(role: R, suite: Suite, vendor: VendorKit): ContractCase[] {
  const kit = suite.kit[role]
  return kit ? CASES[role](suite, vendor, kit) : [missing(role)]
}

const residentModel = (suite: Suite): ContractCase[] =>
  suite.kit.model ? modelCases(suite, null, suite.kit.model) : [missing('model')]

function missing(role: Role): ContractCase {
  return {
    title: `the kit describes the ${role} role`,
    async run() {
      assert.fail(`testing.ts should say how to try the ${role} role: see ConnectorKit in the SDK’s testing/kit.ts`)
    },
  }
}
