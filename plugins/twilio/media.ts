import { failureOfStatus, InvalidInput } from '#sdk/index'
import { accountUrl, authorization } from './client.ts'
import type { TwilioContext } from './client.ts'

const SLOW = 60_000
const MEDIA_ID = /^(\w+)\/(\w+)$/

/** Twilio leads on to where the bytes are; our token does not follow there. */
export async function download(context: TwilioContext, mediaId: string): Promise<{ bytes: Buffer; mimeType: string }> {
  const [, message, media] = MEDIA_ID.exec(mediaId) ?? []
  if (!media) throw new InvalidInput('This is no media id of Twilio', { field: 'mediaId' })
  const url = accountUrl(context, `/Messages/${message}/Media/${media}`)
  const response = await context.http.fetch(url, { headers: authorization(context), timeout: SLOW })
  if (!response.ok) {
    await response.body?.cancel()
    throw failureOfStatus(response, { vendor: 'Twilio' })
  }
  return {
    bytes: Buffer.from(await response.arrayBuffer()),
    mimeType: response.headers.get('content-type') ?? 'application/octet-stream',
  }
}
