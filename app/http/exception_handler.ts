import app from '@adonisjs/core/services/app'
import { ExceptionHandler, type HttpContext } from '@adonisjs/core/http'
import InertiaMiddleware from '#middleware/inertia_middleware'
import { problemOf, type Problem } from '#app/http/problem'

const ERROR_PAGES: Record<number, 'errors/forbidden' | 'errors/not_found'> = {
  403: 'errors/forbidden',
  404: 'errors/not_found',
}

export default class HttpExceptionHandler extends ExceptionHandler {
  protected debug = app.inDev

  async handle(error: unknown, ctx: HttpContext) {
    const problem = problemOf(error, ctx.request.id())

    if (this.#wantsProblem(ctx)) {
      return ctx.response.status(problem.status).header('content-type', 'application/problem+json').send(problem)
    }
    if (problem.code === 'bad_csrf_token') return this.#backToForm(ctx)
    if (this.#wantsPage(ctx, problem)) return this.#page(problem.status, ctx)

    return super.handle(error, ctx)
  }

  #wantsProblem({ request }: HttpContext) {
    return (
      request.url().startsWith('/api/') ||
      (!request.header('x-inertia') && request.accepts(['html', 'json']) === 'json')
    )
  }

  #backToForm({ session, response }: HttpContext) {
    session.flash('error', 'form_expired')
    return response.redirect().back()
  }

  #wantsPage({ request }: HttpContext, { status }: Problem) {
    if (status in ERROR_PAGES) return Boolean(request.header('x-inertia')) || request.accepts(['html']) === 'html'
    return status >= 500 && !this.debug
  }

  async #page(status: number, ctx: HttpContext) {
    ctx.response.status(status)
    try {
      if (!('inertia' in ctx)) await new InertiaMiddleware().init(ctx)
      return ctx.response.send(await ctx.inertia.render(ERROR_PAGES[status] ?? 'errors/server_error', {}))
    } catch (error) {
      ctx.logger.error({ err: error }, 'the error page could not be drawn')
      return ctx.response.type('text').send('The server could not finish this request.')
    }
  }
}
