import type { HttpContext } from '@adonisjs/core/http'
import i18nManager from '@adonisjs/i18n/services/main'

/**
 * What every page of the console receives. A page can be drawn before the session and the user are known
 * (an unknown address), so nothing here may be taken for granted.
 */
export function sharedProps(ctx: HttpContext) {
  const { session, auth, i18n, request } = ctx as Partial<HttpContext>
  const locale = i18n?.locale ?? i18nManager.defaultLocale
  const user = auth?.user

  return {
    user: ctx.inertia.always(user ? { id: user.id, name: user.name, email: user.email } : null),
    locale: ctx.inertia.always(locale),
    flash: ctx.inertia.always({
      success: textOf(session?.flashMessages.get('success')),
      error: textOf(session?.flashMessages.get('error')),
    }),
    csrf: ctx.inertia.always(String((request as { csrfToken?: string } | undefined)?.csrfToken ?? '')),
  }
}

function textOf(value: unknown) {
  return typeof value === 'string' ? value : null
}
