import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

// Without it a validation error of a client that sends no Accept header becomes a redirect, and so a 200.
export default class ForceJsonMiddleware {
  handle({ request }: HttpContext, next: NextFn) {
    request.request.headers.accept = 'application/json'

    return next()
  }
}
