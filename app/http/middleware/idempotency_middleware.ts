import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { E_IDEMPOTENCY_REUSED, E_IDEMPOTENCY_RUNNING } from '#app/http/errors'
import { begin, end, forget, keyIn } from '#app/http/idempotency'
import type { GivenAnswer } from '#app/http/idempotency'
import { problemOf } from '#app/http/problem'

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * `Idempotency-Key`: the same call twice is carried out once and answered alike for 24 hours. Refusals are kept, too;
 * our own failures are not.
 */
export default class IdempotencyMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    const { request, response, workspace, access } = ctx
    const written = request.header('idempotency-key')
    if (written === undefined || READS.has(request.method())) return next()

    const begun = await begin({
      workspaceId: workspace.id,
      method: request.method(),
      path: request.url(),
      // Each token has keys of its own: an answer is kept before scopes are asked, and may hold a secret.
      key: `${access.actor.id} ${keyIn(written)}`,
      body: request.raw() ?? '',
    })
    switch (begun.kind) {
      case 'first':
        return this.#carryOut(ctx, begun.id, next)
      case 'again':
        response.header('idempotency-replayed', 'true')
        return answered(ctx, begun.answer)
      case 'running':
        response.header('retry-after', '1')
        throw new E_IDEMPOTENCY_RUNNING()
      case 'other_body':
        throw new E_IDEMPOTENCY_REUSED()
      default:
        return begun satisfies never
    }
  }

  async #carryOut({ request, response }: HttpContext, id: string, next: NextFn) {
    try {
      const output: unknown = await next()
      const status = response.getStatus()
      if (status >= 500) await forget(id)
      else await end(id, { status, body: response.getBody() ?? output ?? null })
      return output
    } catch (error) {
      const problem = problemOf(error, request.id())
      if (problem.status >= 500) await forget(id)
      else await end(id, { status: problem.status, body: problem })
      throw error
    }
  }
}

function answered({ response }: HttpContext, { status, body }: GivenAnswer) {
  response.status(status)
  if (status >= 400) response.header('content-type', 'application/problem+json')
  return status === 204 ? response.send(null) : response.send(body)
}
