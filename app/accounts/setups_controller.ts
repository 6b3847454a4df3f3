import type { HttpContext } from '@adonisjs/core/http'
import { isNew, setUp } from './installation.ts'
import { setupValidator } from './validators.ts'

/** The very first page of a new installation. */
export default class SetupsController {
  async create({ inertia, response }: HttpContext) {
    if (!(await isNew())) return response.redirect('/sign-in')
    return inertia.render('accounts/setup', {})
  }

  async store({ request, auth, response, i18n }: HttpContext) {
    const details = await request.validateUsing(setupValidator)
    const made = await setUp({ ...details, locale: i18n.locale })
    if (!made) return response.redirect('/sign-in')

    await auth.use('web').login(made.user)
    return response.redirect(`/w/${made.workspace.id}/start`)
  }
}
