import db from '@adonisjs/lucid/services/db'
import type { Embeddings, Transcript } from '#sdk/index'
import { choose } from './choice.ts'
import { mostTokens } from './ask.ts'
import type { Question } from './ask.ts'
import { metered } from './metering.ts'
import type { Metered } from './metering.ts'
import { aiSettings } from './settings.ts'

type About = Pick<
  Question,
  'workspaceId' | 'purpose' | 'connectionId' | 'model' | 'runId' | 'node' | 'contactId' | 'signal'
>

/** Vectors of texts, counted and within the budget like everything else that models do. */
export async function embedTexts(about: About, texts: string[]): Promise<Metered<Embeddings>> {
  const settings = await aiSettings(db.connection(), about.workspaceId)
  const choice = await choose(about.workspaceId, { ...about, task: 'embedding' }, settings)
  if (!choice.ok) return choice
  const { chosen } = choice
  const { role, context, model } = chosen
  if (!role.embed) return { ok: false, code: 'ai_model_missing', params: { connection: chosen.connection.name } }
  const embed = role.embed.bind(role)
  return metered({
    question: about,
    chosen,
    settings,
    most: { input: mostTokens(texts), output: 0, cached: 0 },
    call: () => embed(context, texts, { model }),
    usageOf: ({ usage }) => usage,
  })
}

/** About a kilobyte of speech in a second, and not more than ten tokens said in one. */
const BYTES_PER_TOKEN = 100

/** The words of a voice note. */
export async function transcribeAudio(
  about: About,
  audio: { bytes: Uint8Array; mimeType: string; language?: string | null }
): Promise<Metered<Transcript>> {
  const settings = await aiSettings(db.connection(), about.workspaceId)
  const choice = await choose(about.workspaceId, { ...about, task: 'transcription' }, settings)
  if (!choice.ok) return choice
  const { chosen } = choice
  const { role, context, model } = chosen
  if (!role.transcribe) return { ok: false, code: 'ai_model_missing', params: { connection: chosen.connection.name } }
  const transcribe = role.transcribe.bind(role)
  const tokens = Math.ceil(audio.bytes.length / BYTES_PER_TOKEN)
  return metered({
    question: about,
    chosen,
    settings,
    most: { input: tokens, output: tokens, cached: 0 },
    call: () => transcribe(context, audio, { model }),
    usageOf: ({ usage }) => usage,
  })
}
