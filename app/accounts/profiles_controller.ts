import hash from '@adonisjs/core/services/hash'
import type { HttpContext } from '@adonisjs/core/http'
import { stampAnew } from './session_stamp.ts'
import { passwordValidator, profileValidator } from './validators.ts'

export default class ProfilesController {
  async show({ inertia, auth }: HttpContext) {
    const { name, email, locale } = auth.getUserOrFail()
    return inertia.render('accounts/profile', { profile: { name, email, locale } })
  }

  async update({ request, auth, response }: HttpContext) {
    const details = await request.validateUsing(profileValidator)
    await auth.getUserOrFail().merge(details).touch().save()
    return response.redirect().back()
  }

  async password({ request, auth, response, session, i18n }: HttpContext) {
    const user = auth.getUserOrFail()
    const { current, password } = await request.validateUsing(passwordValidator)
    if (!(await hash.verify(user.password, current))) {
      session.flashErrors({ current: i18n.t('accounts.wrong_password') })
      return response.redirect().back()
    }
    await (await user.setPassword(password)).touch().save()
    stampAnew({ session }, user)
    session.flash('success', i18n.t('accounts.password_changed'))
    return response.redirect().back()
  }
}
