import { NotFound } from '#sdk/index'
import { authorization, graph } from './client.ts'
import type { WhatsAppContext } from './client.ts'

const SLOW = 60_000

export async function upload(context: WhatsAppContext, file: { bytes: Buffer; mimeType: string; filename: string }) {
  const body = new FormData()
  body.set('messaging_product', 'whatsapp')
  body.set('type', file.mimeType)
  body.set('file', new Blob([new Uint8Array(file.bytes)], { type: file.mimeType }), file.filename)
  const path = `${context.settings.phoneNumberId}/media`
  // An upload done twice leaves a second file that nobody uses, so it may be repeated.
  const { id } = await graph<{ id: string }>(context, path, {
    method: 'POST',
    body,
    retry: true,
    timeout: SLOW,
  })
  return { mediaId: id }
}

/** The address of a file lives for five minutes and asks for the token as well. */
export async function download(context: WhatsAppContext, mediaId: string) {
  for (let look = 1; ; look++) {
    const media = await graph<{ url: string; mime_type: string }>(context, mediaId)
    const response = await context.http.fetch(media.url, { headers: authorization(context), timeout: SLOW })
    if (response.ok) return { bytes: Buffer.from(await response.arrayBuffer()), mimeType: media.mime_type }
    await response.body?.cancel()
    if (look === 2) throw new NotFound('The media can no longer be downloaded', { status: response.status })
  }
}
