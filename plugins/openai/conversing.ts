import { InvalidInput, isConnectorError } from '#sdk/index'
import type { Context, ModelAnswer, ModelRequest, ModelTurn } from '#sdk/index'
import { abilitiesOf } from './capabilities.ts'
import { respondByChat } from './chat.ts'
import { serverName } from './client.ts'
import { respondByResponses } from './responses.ts'

const MAX_TOKENS = 800

export async function respond(
  context: Context,
  conversation: ModelTurn[],
  request: ModelRequest = {}
): Promise<ModelAnswer> {
  const { dialect, structured, models } = await abilitiesOf(context)
  const model = request.model ?? models.chat
  if (!model) throw new InvalidInput(`${serverName(context)} has no model for texts`, { field: 'model' })
  const wanted = { maxTokens: MAX_TOKENS, ...request, model }
  if (dialect === 'chat') return respondByChat(context, conversation, { ...wanted, structured })
  try {
    return await respondByResponses(context, conversation, wanted)
  } catch (error) {
    // Older models do not reason and say so; which do changes every month and stands in no list.
    if (!wanted.effort || !isAboutReasoning(error)) throw error
    return respondByResponses(context, conversation, { ...wanted, effort: undefined })
  }
}

const isAboutReasoning = (error: unknown): boolean =>
  isConnectorError(error) &&
  error.code === 'E_INVALID_INPUT' &&
  'field' in error &&
  /^(reasoning|include)/.test(String(error.field))
