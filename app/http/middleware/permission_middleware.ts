import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { E_FORBIDDEN } from '#app/accounts/errors'
import type { Permission } from '#app/accounts/permissions'

/** `router.get(…).use(middleware.can('contacts.edit'))`: answers 403 when the role is too low. */
export default class PermissionMiddleware {
  handle({ access }: HttpContext, next: NextFn, permission: Permission) {
    if (!access.may(permission)) throw new E_FORBIDDEN([permission])

    return next()
  }
}
