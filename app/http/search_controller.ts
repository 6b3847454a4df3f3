import type { HttpContext } from '@adonisjs/core/http'
import { search } from './search.ts'

/** What the palette asks while somebody types. */
export default class SearchController {
  async index({ request, response, workspace, access }: HttpContext) {
    const words = String(request.qs().q ?? '')
      .trim()
      .slice(0, 120)
    return response.json({ groups: words.length < 2 ? [] : await search({ workspace, access, words }) })
  }
}
