import type { HttpContext } from '@adonisjs/core/http'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { sandboxOf } from '#app/sandbox/people'
import { happen } from './trial.ts'
import { startHappeningValidator } from './validators.ts'

/** Something happens in the pretend shop, for whoever is on their first run. */
export default class HappeningsController {
  async store({ request, workspace, response }: HttpContext) {
    const { kind } = await request.validateUsing(startHappeningValidator)
    const sandbox = await sandboxOf(workspace)
    if (!sandbox) throw new E_NOT_FOUND()
    await happen(workspace, sandbox, kind)
    return response.redirect(`/w/${workspace.id}/start?step=try`)
  }
}
