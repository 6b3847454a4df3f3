import type { HttpContext } from '@adonisjs/core/http'
import limiter from '@adonisjs/limiter/services/main'
import { isNew } from './installation.ts'
import { User } from './user.ts'
import { signInValidator } from './validators.ts'

// Ten wrong passwords a quarter of an hour: enough for a tired person, too few for a list of passwords.
const attempts = () => limiter.use({ requests: 10, duration: '15 mins' })

export default class SessionsController {
  async create({ inertia, response }: HttpContext) {
    if (await isNew()) return response.redirect('/setup')
    return inertia.render('accounts/sign_in', {})
  }

  async store({ request, auth, response, session, i18n }: HttpContext) {
    const { email, password } = await request.validateUsing(signInValidator)
    const [limited, user] = await this.#verify(`sign-in:${request.ip()}:${email}`, email, password)
    if (!user) {
      session.flashErrors({ email: i18n.t(limited ? 'accounts.too_many_attempts' : 'accounts.wrong_credentials') })
      return response.redirect().back()
    }
    await auth.use('web').login(user)
    return response.redirect('/')
  }

  async #verify(key: string, email: string, password: string) {
    try {
      return await attempts().penalize(key, async () => {
        const user = await User.verify(email, password)
        if (!user) throw new WrongCredentials()
        return user
      })
    } catch (error) {
      if (error instanceof WrongCredentials) return [null, null] as const
      throw error
    }
  }

  async destroy({ auth, response }: HttpContext) {
    await auth.use('web').logout()
    return response.redirect('/sign-in')
  }
}

class WrongCredentials extends Error {}
