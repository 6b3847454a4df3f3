import type { HttpContext } from '@adonisjs/core/http'
import { linkWith, recordClick } from './clicks.ts'
import { isPreview } from './preview_agents.ts'

export default class ShortLinksController {
  async show({ params, request, response }: HttpContext) {
    const link = await linkWith(String(params.code))
    response.header('x-robots-tag', 'noindex, nofollow').header('cache-control', 'no-store')
    if (!link) return response.notFound('This link is not known here.')

    const userAgent = request.header('user-agent')
    const purpose = request.header('sec-purpose') ?? request.header('purpose')
    if (!isPreview(request.method(), { userAgent, purpose })) await recordClick(link, userAgent ?? null)
    return response.redirect().status(302).toPath(link.url)
  }
}
