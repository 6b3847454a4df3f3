import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { chainOf } from '#app/http/chains'
import { runOf } from './run_finder.ts'
import { endRunByPerson } from './operations.ts'
import { Pipeline } from '#app/pipelines/pipeline'
import { runDetail } from './run_detail.ts'
import { listRuns } from './run_list.ts'
import { runFilterValidator } from './validators.ts'

export default class RunsController {
  async index({ inertia, workspace, request }: HttpContext) {
    const filter = await runFilterValidator.validate(request.qs())
    const pipelines = await Pipeline.in(workspace).whereNull('archived_at').orderBy('name')
    return inertia.render('pipelines/runs/index', {
      ...(await listRuns(workspace.id, filter)),
      filter: { pipeline: filter.pipeline ?? null, state: filter.state ?? null },
      pipelines: pipelines.map(({ id, name }) => ({ id, name })),
    })
  }

  async show(ctx: HttpContext) {
    const run = await runOf(ctx)
    return ctx.inertia.render('pipelines/runs/show', {
      ...(await runDetail(run, ctx.i18n)),
      chain: await chainOf(ctx, { kind: 'run', id: run.id }),
    })
  }

  /** Ends it for good; what was not sent yet is taken back. */
  async destroy(ctx: HttpContext) {
    const run = await runOf(ctx)
    const done = await endRunByPerson(run)
    if (done.ok) await auditBy(ctx, { action: 'run.ended', subject: { kind: 'run', id: run.id } })
    else ctx.session.flash('error', ctx.i18n.t(`pipelines.error.${done.reason}`))
    return ctx.response.redirect().back()
  }
}
