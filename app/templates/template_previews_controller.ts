import type { HttpContext } from '@adonisjs/core/http'
import type { VariantInput } from './template_drafts.ts'
import { preview } from './template_previews.ts'
import { previewValidator } from './validators.ts'

/** Nothing is stored: the editor asks while one is typing, and the one engine answers. */
export default class TemplatePreviewsController {
  async store({ request, response, workspace }: HttpContext) {
    const { variant, missing } = await request.validateUsing(previewValidator)
    return response.json(preview(workspace, variant as VariantInput, missing ?? false))
  }
}
