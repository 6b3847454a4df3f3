import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { pipelineOf } from '#app/pipelines/finders'
import { pausePipeline, resumePipeline, stopPipeline } from './operations.ts'
import type { Pipeline } from '#app/pipelines/pipeline'
import { publish } from '#app/pipelines/publishing'

/** Publishing, pausing, resuming, stopping. */
export default class PipelineStatesController {
  async publish(ctx: HttpContext) {
    const pipeline = await pipelineOf(ctx)
    const published = await publish(pipeline, ctx.access.actor)
    if (published.ok) {
      await this.#log(ctx, pipeline, 'pipeline.published', { version: published.version })
      ctx.session.flash('success', ctx.i18n.t('pipelines.published', { version: published.version }))
    } else {
      ctx.session.flash(
        'error',
        ctx.i18n.t('reason' in published ? 'pipelines.error.unchanged' : 'pipelines.error.invalid')
      )
    }
    return ctx.response.redirect().back()
  }

  async pause(ctx: HttpContext) {
    const pipeline = await pipelineOf(ctx)
    const done = await pausePipeline(pipeline)
    if (done.ok) await this.#log(ctx, pipeline, 'pipeline.paused')
    return this.#back(ctx, done.ok ? 'pipelines.paused' : null, done.ok ? null : done.reason)
  }

  async resume(ctx: HttpContext) {
    const pipeline = await pipelineOf(ctx)
    const done = await resumePipeline(pipeline)
    if (done.ok) await this.#log(ctx, pipeline, 'pipeline.resumed')
    return this.#back(ctx, done.ok ? 'pipelines.resumed' : null, done.ok ? null : done.reason)
  }

  async stop(ctx: HttpContext) {
    const pipeline = await pipelineOf(ctx)
    const done = await stopPipeline(pipeline)
    if (done.ok) await this.#log(ctx, pipeline, 'pipeline.stopped', { cancelled: done.cancelled })
    return this.#back(
      ctx,
      done.ok ? 'pipelines.stopped' : null,
      done.ok ? null : done.reason,
      done.ok ? { runs: done.cancelled } : {}
    )
  }

  #log = (ctx: HttpContext, pipeline: Pipeline, action: string, after?: Record<string, unknown>) =>
    auditBy(ctx, { action, subject: { kind: 'pipeline', id: pipeline.id }, after })

  #back(
    { session, i18n, response }: HttpContext,
    success: string | null,
    reason: string | null,
    params: Record<string, unknown> = {}
  ) {
    if (success) session.flash('success', i18n.t(success, params))
    if (reason) session.flash('error', i18n.t(`pipelines.error.${reason}`))
    return response.redirect().back()
  }
}
