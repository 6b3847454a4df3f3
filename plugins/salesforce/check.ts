import { asText, Permanent, scopesMissing } from '#sdk/index'
import type { CheckResult, Context } from '#sdk/index'
import { SalesforceClient } from './client.ts'
import { externalIdIn } from './contacts.ts'
import { longId } from './people.ts'
import { recordSettings } from './records.ts'
import { SCOPES } from './sign_in.ts'

/** "Test connection": which org, and whether people can be told apart in it. */
export async function check(context: Context): Promise<CheckResult> {
  const client = new SalesforceClient(context)
  const { records } = await client.query('SELECT Id, Name, IsSandbox FROM Organization LIMIT 1')
  const id = asText(records[0]?.Id)
  if (id === null) throw new Permanent('Salesforce did not say which org the token is of')
  const { phoneField } = recordSettings(context.settings)
  const missing = []
  for (const object of ['Contact', 'Lead'] as const) {
    if (!externalIdIn(await client.describe(object), phoneField)) missing.push(object)
  }
  const name = asText(records[0]?.Name) ?? id
  return {
    account: longId(id),
    label: records[0]?.IsSandbox === true ? `${name} (sandbox)` : name,
    // The other ways to sign in ask for no scopes: the app has them.
    missingScopes: context.credentials.refreshToken ? scopesMissing(context.credentials.scope, SCOPES) : [],
    warnings:
      missing.length > 0
        ? [{ code: 'external_id_missing', params: { field: phoneField, objects: missing.join(', ') } }]
        : [],
  }
}
