import type { HttpContext } from '@adonisjs/core/http'
import { counted } from './attempts.ts'
import { isNew } from './installation.ts'
import { User } from './user.ts'
import { signInValidator } from './validators.ts'

export default class SessionsController {
  async create({ inertia, response }: HttpContext) {
    if (await isNew()) return response.redirect('/setup')
    return inertia.render('accounts/sign_in', {})
  }

  async store({ request, auth, response, session, i18n }: HttpContext) {
    const { email, password } = await request.validateUsing(signInValidator)
    const { limited, value: user } = await counted(request.ip(), email, () => User.verify(email, password))
    if (!user) {
      session.flashErrors({ email: i18n.t(limited ? 'accounts.too_many_attempts' : 'accounts.wrong_credentials') })
      return response.redirect().back()
    }
    await auth.use('web').login(user)
    return response.redirect('/')
  }

  async destroy({ auth, response }: HttpContext) {
    await auth.use('web').logout()
    return response.redirect('/sign-in')
  }
}
