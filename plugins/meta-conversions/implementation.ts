import { NotFound } from '#sdk/index'
import type { CheckResult, Implementation } from '#sdk/index'
import { graph } from './client.ts'
import type { ConversionsContext } from './client.ts'
import { MAX_AGE } from './envelope.ts'
import { eventNames } from './event_names.ts'
import { report } from './reporting.ts'

const HOUR = 3_600_000

export async function check(context: ConversionsContext): Promise<CheckResult> {
  const { datasetId } = context.settings
  const answer = await graph<{ id?: string; name?: string }>(context, `${datasetId}?fields=id,name`)
  if (!answer.ok)
    throw new NotFound('This dataset cannot be seen with this token', {
      vendorCode: String(answer.error.code ?? ''),
    })
  return { account: datasetId, label: answer.body.name ?? datasetId, missingScopes: [], warnings: [] }
}

export const conversions: Implementation['conversions'] = {
  // One event too old refuses the whole call: an hour is left for the way.
  maxAge: MAX_AGE - HOUR,
  batchSize: 1000,
  eventNames,
  report,
}
