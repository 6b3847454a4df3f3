import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@vinejs/vine'

/** A refusal that only the rules of the domain can find, in the shape of every other form error. */
export function refuseField({ i18n }: Pick<HttpContext, 'i18n'>, field: string, code: string): never {
  const words = i18n ? i18n.t(`codes.${code}`) : code
  throw new errors.E_VALIDATION_ERROR([{ field, rule: code, message: words }])
}
