import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import BaseInertiaMiddleware from '@adonisjs/inertia/inertia_middleware'
import { sharedProps } from '#app/http/shared_props'

export default class InertiaMiddleware extends BaseInertiaMiddleware {
  share(ctx: HttpContext) {
    return {
      errors: ctx.inertia.always({ ...errorsSaid(ctx), ...this.getValidationErrors(ctx) }),
      ...sharedProps(ctx),
    }
  }

  async handle(ctx: HttpContext, next: NextFn) {
    await this.init(ctx)
    const output = await next()
    this.dispose(ctx)

    return output
  }
}

/** What a controller flashed by field, beside what the validators did: the base class shows only theirs. */
function errorsSaid({ session }: Partial<Pick<HttpContext, 'session'>>): Record<string, string> {
  const bag: Record<string, unknown> = session?.flashMessages.get('errorsBag', {}) ?? {}
  const said = Object.entries(bag).filter(([field]) => !field.startsWith('E_'))
  return Object.fromEntries(said.map(([field, words]) => [field, String(words)]))
}

declare module '@adonisjs/inertia/types' {
  type MiddlewareSharedProps = InferSharedProps<InertiaMiddleware>
  export interface SharedProps extends MiddlewareSharedProps {}
}
