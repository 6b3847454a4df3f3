import { I18n } from '@adonisjs/i18n'
import i18nManager from '@adonisjs/i18n/services/main'
import { RequestValidator, type HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

// The API has no viewer and so no language of its own.
RequestValidator.messagesProvider = (ctx: Partial<HttpContext>) =>
  (ctx.i18n ?? i18nManager.locale(i18nManager.defaultLocale)).createMessagesProvider()

export default class LocaleMiddleware {
  handle(ctx: HttpContext, next: NextFn) {
    ctx.i18n = i18nManager.locale(this.#locale(ctx))
    ctx.containerResolver.bindValue(I18n, ctx.i18n)
    if ('view' in ctx) ctx.view.share({ locale: ctx.i18n.locale })

    return next()
  }

  #locale({ auth, request }: HttpContext) {
    const wanted = request.plainCookie('locale', { encoded: false }) ?? auth.user?.locale ?? ''
    if (i18nManager.supportedLocales().includes(wanted)) return wanted
    return i18nManager.getSupportedLocaleFor(request.languages()) ?? i18nManager.defaultLocale
  }
}

declare module '@adonisjs/core/http' {
  export interface HttpContext {
    i18n: I18n
  }
}
