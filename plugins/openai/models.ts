import { asObject, asObjects, asText, Temporary } from '#sdk/index'
import type { Context, ModelInfo, ModelTask } from '#sdk/index'
import { isOpenAi, serverName, withClient } from './client.ts'

const SETTINGS = { chat: 'chatModel', embedding: 'embeddingModel', transcription: 'transcriptionModel' } as const

/** OpenAI's own: the cheap one for much work, and the two helpers named in its package. All of them can be changed. */
const OPENAI_DEFAULTS: Record<ModelTask, string> = {
  chat: 'gpt-6-luna',
  embedding: 'text-embedding-3-small',
  transcription: 'gpt-4o-mini-transcribe',
}

/** The list says names and nothing else, so the name has to tell what a model is for. */
const NAMES: [pattern: RegExp, task: ModelTask | null][] = [
  [/embed|(^|[/-])(bge|gte|e5|minilm)\b/i, 'embedding'],
  [/whisper|transcri/i, 'transcription'],
  [/tts|dall-e|image|moderation|realtime|audio|sora|rerank|babbage|davinci/i, null],
]

export async function models(context: Context): Promise<ModelInfo[]> {
  // Not `models.list()`, which makes an empty page of whatever it cannot read.
  const page = await withClient(context, (client) => client.get<unknown>('/models'))
  const list = asObject(page)?.data
  if (!Array.isArray(list))
    throw new Temporary(`${serverName(context)} did not list its models`, { vendorCode: 'not_understood' })
  return asObjects(list).flatMap(({ id }) => {
    const name = asText(id)
    return name === null ? [] : [{ id: name, tasks: tasksOf(name) }]
  })
}

export function tasksOf(model: string): ModelTask[] {
  const known = NAMES.find(([pattern]) => pattern.test(model))
  if (!known) return ['chat']
  return known[1] ? [known[1]] : []
}

/** The model for a task: as set, else OpenAI's, else the server's first that can do it. */
export function modelFor(context: Context, task: ModelTask, listed: ModelInfo[]): string | null {
  const set = asText(context.settings[SETTINGS[task]])
  if (set) return set
  return isOpenAi(context) ? OPENAI_DEFAULTS[task] : (listed.find(({ tasks }) => tasks.includes(task))?.id ?? null)
}
