import type { HttpContext } from '@adonisjs/core/http'
import { listCalls, usageOf } from './usage.ts'
import { listValidator } from './validators.ts'

export default class UsageController {
  async show({ inertia, workspace, request }: HttpContext) {
    const { before } = await listValidator.validate(request.qs())
    return inertia.render('ai/usage', {
      usage: await usageOf(workspace),
      ...(await listCalls(workspace.id, before ?? null)),
    })
  }
}
