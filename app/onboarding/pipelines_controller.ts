import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { installFromLibrary } from '#app/pipelines/library'
import { Pipeline } from '#app/pipelines/pipeline'
import { publish } from '#app/pipelines/publishing'
import { startPipelineValidator } from './validators.ts'

/** The first pipeline: taken from the library and started at once. */
export default class PipelinesController {
  async store(ctx: HttpContext) {
    const { request, workspace, access, response, session, i18n } = ctx
    const { key, connection_id: connectionId } = await request.validateUsing(startPipelineValidator)
    const made = await this.#installed(ctx, key, connectionId ?? undefined)
    if (!made.ok) {
      session.flash('error', i18n.t(`pipelines.error.${made.reason}`))
      return response.redirect().back()
    }
    const published = await publish(made.pipeline, access.actor)
    if (!published.ok && !('reason' in published)) {
      session.flash('error', i18n.t('pipelines.error.invalid'))
      return response.redirect().back()
    }
    if (published.ok)
      await auditBy(ctx, {
        action: 'pipeline.published',
        subject: { kind: 'pipeline', id: made.pipeline.id },
        after: { version: published.version },
      })
    return response.redirect(`/w/${workspace.id}/start?step=try`)
  }

  /** Clicked twice, it is there once. */
  async #installed(ctx: HttpContext, key: string, connectionId: string | undefined) {
    const { workspace } = ctx
    const own = await Pipeline.in(workspace).where('library_key', key).whereNull('archived_at').orderBy('id').first()
    if (own) return { ok: true as const, pipeline: own }
    const made = await installFromLibrary(workspace, key, { connectionId })
    if (made.ok)
      await auditBy(ctx, {
        action: 'pipeline.created',
        subject: { kind: 'pipeline', id: made.pipeline.id },
        after: { name: made.pipeline.name, library_key: key },
      })
    return made
  }
}
