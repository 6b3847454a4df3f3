import type { Context, ModelCapabilities, ModelInfo } from '#sdk/index'
import { baseUrlOf, isOpenAi } from './client.ts'
import { modelFor, models } from './models.ts'
import { probe } from './probing.ts'
import type { Abilities } from './probing.ts'

/** What was found out, and about what: another address or another model is asked anew. */
interface Remembered extends Abilities {
  of: string
  models: ModelCapabilities['models']
}

const NAME = 'capabilities'

const OPENAI_ABILITIES: Abilities = { dialect: 'responses', tools: true, structured: true, streaming: true }

/** What the connection can do; tried out where it is not remembered. */
export async function abilitiesOf(context: Context): Promise<Remembered> {
  if (isOpenAi(context)) return { of: 'openai', ...OPENAI_ABILITIES, models: defaults(context, []) }
  const remembered = await context.state.get<Remembered>(NAME)
  return remembered?.of === subject(context) ? remembered : findOut(context, await models(context))
}

/** Tries the server out and remembers what it can do. */
export async function findOut(context: Context, listed: ModelInfo[]): Promise<Remembered> {
  const chosen = defaults(context, listed)
  const abilities = chosen.chat
    ? await probe(context, chosen.chat)
    : { dialect: 'chat' as const, tools: false, structured: false, streaming: false }
  const found = { of: subject(context), ...abilities, models: chosen }
  await context.state.set(NAME, found)
  return found
}

export async function capabilities(context: Context): Promise<ModelCapabilities> {
  const { models: chosen, tools, structured, streaming } = await abilitiesOf(context)
  return { models: chosen, tools, structured, streaming }
}

const subject = (context: Context): string => [baseUrlOf(context), context.settings.chatModel ?? ''].join(' ')

const defaults = (context: Context, listed: ModelInfo[]): ModelCapabilities['models'] => ({
  chat: modelFor(context, 'chat', listed),
  embedding: modelFor(context, 'embedding', listed),
  transcription: modelFor(context, 'transcription', listed),
})
