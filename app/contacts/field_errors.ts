import type { HttpContext } from '@adonisjs/core/http'
import i18nManager from '@adonisjs/i18n/services/main'
import { errors } from '@vinejs/vine'

/** Codes bear missing parameters where they are null, and not where they are absent. */
const NOTHING_KNOWN: Record<string, null> = new Proxy({}, { has: () => true, get: () => null })

/** A refusal that only the rules of the domain can find, in the shape of every other form error. */
export function refuseField({ i18n }: Partial<Pick<HttpContext, 'i18n'>>, field: string, code: string): never {
  // The API has no viewer and so no language of its own.
  const words = (i18n ?? i18nManager.locale(i18nManager.defaultLocale)).t(`codes.${code}`, NOTHING_KNOWN)
  throw new errors.E_VALIDATION_ERROR([{ field, rule: code, message: words }])
}
