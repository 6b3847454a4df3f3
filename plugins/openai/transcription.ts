import { InvalidInput, Temporary } from '#sdk/index'
import type { Context, Transcript } from '#sdk/index'
import { abilitiesOf } from './capabilities.ts'
import { serverName, withClient } from './client.ts'
import { usage } from './wanted.ts'

const LARGEST = 25 * 1024 * 1024
const TIMEOUT = 60_000

/** The server goes by the name's ending, so each type has one. WhatsApp's voice notes are Opus in Ogg. */
const ENDINGS: Record<string, string> = {
  'audio/ogg': 'ogg',
  'audio/opus': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/m4a': 'm4a',
  'audio/x-m4a': 'm4a',
  'audio/aac': 'm4a',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/webm': 'webm',
  'audio/flac': 'flac',
}

export async function transcribe(
  context: Context,
  audio: { bytes: Uint8Array; mimeType: string; language?: string | null },
  request: { model?: string | null } = {}
): Promise<Transcript> {
  const model = request.model ?? (await abilitiesOf(context)).models.transcription
  if (!model) throw new InvalidInput(`${serverName(context)} has no model for voice notes`, { field: 'model' })
  const type = audio.mimeType.split(';')[0].trim().toLowerCase()
  const ending = ENDINGS[type]
  if (!ending) throw new InvalidInput('This kind of sound is not understood', { field: 'audio', vendorCode: 'type' })
  if (audio.bytes.length > LARGEST)
    throw new InvalidInput('The recording is larger than 25 MB', { field: 'audio', vendorCode: 'too_large' })

  const file = new File([new Uint8Array(audio.bytes)], `voice.${ending}`, { type })
  const answer = await withClient(
    context,
    (client) =>
      client.audio.transcriptions.create({
        file,
        model,
        response_format: 'json',
        ...(audio.language ? { language: audio.language } : {}),
      }),
    TIMEOUT
  )
  if (typeof answer?.text !== 'string')
    throw new Temporary(`${serverName(context)} answered without a text`, { vendorCode: 'not_understood' })
  const used = answer.usage?.type === 'tokens' ? answer.usage : null
  return { text: answer.text, model, usage: usage(used?.input_tokens, used?.output_tokens, 0) }
}
