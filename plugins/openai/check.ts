import { asText, InvalidInput } from '#sdk/index'
import type { CheckResult, Context, ModelInfo } from '#sdk/index'
import { findOut } from './capabilities.ts'
import { isOpenAi, serverName } from './client.ts'
import { models } from './models.ts'

const SETTINGS = ['chatModel', 'embeddingModel', 'transcriptionModel'] as const

/**
 * Lists the models with the key, and tries out what a compatible server can do. A key has no account number that a
 * person would know, so the account is the server and project as used by this workspace: the same key may serve many.
 */
export async function check(context: Context): Promise<CheckResult> {
  const listed = await models(context)
  const found = isOpenAi(context) ? null : await findOut(context, listed)
  if (found && !found.models.chat)
    throw new InvalidInput(`${serverName(context)} lists no model that answers`, { field: 'chatModel' })
  const project = asText(context.settings.project) ?? asText(context.settings.organization)
  return {
    account: [serverName(context).toLowerCase(), project ?? 'default', context.workspaceId].join('/'),
    label: project ? `${serverName(context)} · ${project}` : serverName(context),
    missingScopes: [],
    warnings: [
      ...unlisted(context, listed),
      ...(found && !found.structured ? [{ code: 'no_structured_output' }] : []),
      ...(found && !found.tools ? [{ code: 'no_tools' }] : []),
    ],
  }
}

/** A model that is set and not listed may still be served under another name, so it is no failure. */
function unlisted(context: Context, listed: ModelInfo[]): CheckResult['warnings'] {
  const names = SETTINGS.flatMap((name) => asText(context.settings[name]) ?? [])
  return names
    .filter((name) => !listed.some(({ id }) => id === name || id.replace(/:latest$/, '') === name))
    .map((model) => ({ code: 'model_not_listed', params: { model } }))
}
