import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { runOf } from './run_finder.ts'
import { continueNow, pauseRun, replayRun, resumeRun, retryRun } from './operations.ts'
import type { Done } from './operations.ts'
import type { Run } from './run.ts'

/** What a person may do with one run. */
export default class RunActionsController {
  pause = (ctx: HttpContext) => this.#do(ctx, 'run.paused', pauseRun)
  resume = (ctx: HttpContext) => this.#do(ctx, 'run.resumed', resumeRun)
  retry = (ctx: HttpContext) => this.#do(ctx, 'run.retried', retryRun)
  continue = (ctx: HttpContext) => this.#do(ctx, 'run.continued', continueNow)

  async replay(ctx: HttpContext) {
    const run = await runOf(ctx)
    const started = await replayRun(run)
    if (!started.ok) {
      ctx.session.flash('error', ctx.i18n.t(`pipelines.error.${started.reason}`))
      return ctx.response.redirect().back()
    }
    await auditBy(ctx, { action: 'run.replayed', subject: { kind: 'run', id: run.id }, after: { run: started.runId } })
    return ctx.response.redirect(`/w/${ctx.workspace.id}/runs/${started.runId}`)
  }

  async #do(ctx: HttpContext, action: string, act: (run: Run) => Promise<Done>) {
    const run = await runOf(ctx)
    const done = await act(run)
    if (done.ok) await auditBy(ctx, { action, subject: { kind: 'run', id: run.id } })
    else ctx.session.flash('error', ctx.i18n.t(`pipelines.error.${done.reason}`))
    return ctx.response.redirect().back()
  }
}
