import { InvalidInput } from '#sdk/index'
import type { Attachment } from '#sdk/index'

type Json = Record<string, unknown>

export function mediaBody(attachment: Attachment, text: string | null): Json {
  const { kind, filename } = attachment
  const caption = text ?? attachment.caption
  if (caption && (kind === 'audio' || kind === 'sticker'))
    throw new InvalidInput('Audio and stickers take no text', { field: 'text' })
  return {
    type: kind,
    [kind]: {
      ...mediaSource(attachment),
      ...(caption ? { caption } : {}),
      ...(kind === 'document' && filename ? { filename } : {}),
    },
  }
}

export function mediaSource({ mediaId, url }: Attachment): Json {
  if (mediaId) return { id: mediaId }
  if (url) return { link: url }
  throw new InvalidInput('The attachment has neither a media id nor an address', { field: 'attachment' })
}
