import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { connectors } from '#app/connectors/registry'
import { Connection } from '#app/connectors/connection'
import { newId } from '#app/ids'
import { pipelineOf } from './finders.ts'
import { EMPTY_GRAPH } from './graph.ts'
import { inLanguage, installFromLibrary, library } from './library.ts'
import { Pipeline } from './pipeline.ts'
import { listPipelines } from './pipeline_list.ts'
import { newPipelineValidator } from './validators.ts'

export default class PipelinesController {
  async index({ inertia, workspace }: HttpContext) {
    return inertia.render('pipelines/index', { pipelines: await listPipelines(workspace.id) })
  }

  /** The library: what can be installed, and what each entry still needs. */
  async create({ inertia, workspace, i18n }: HttpContext) {
    const connections = await Connection.in(workspace).whereNot('state', 'not_connected').orderBy('id')
    const offered = new Set(connections.flatMap(({ connector }) => offersOf(connector)))
    const installed = await Pipeline.in(workspace).whereNotNull('library_key').whereNull('archived_at')
    return inertia.render('pipelines/new', {
      entries: (await library()).map(({ key, title, summary, needs, graph }) => ({
        key,
        title: inLanguage(title, i18n.locale),
        summary: inLanguage(summary, i18n.locale),
        steps: graph.nodes.length,
        missing: needs.filter((role) => !offered.has(role)),
        installed: installed.find(({ libraryKey }) => libraryKey === key)?.id ?? null,
      })),
      channels: connections
        .filter(({ connector }) => connectors.get(connector)?.channel)
        .map(({ id, name }) => ({ id, name })),
    })
  }

  async store(ctx: HttpContext) {
    const { request, workspace, response, session, i18n } = ctx
    const { name, library_key: key, connection_id: connectionId } = await request.validateUsing(newPipelineValidator)
    const made = key
      ? await installFromLibrary(workspace, key, { connectionId: connectionId ?? undefined })
      : { ok: true as const, pipeline: await emptyPipeline(workspace.id, String(name)) }
    if (!made.ok) {
      session.flash('error', i18n.t(`pipelines.error.${made.reason}`))
      return response.redirect().back()
    }
    await auditBy(ctx, {
      action: 'pipeline.created',
      subject: { kind: 'pipeline', id: made.pipeline.id },
      after: { name: made.pipeline.name, library_key: key ?? null },
    })
    return response.redirect(`/w/${workspace.id}/pipelines/${made.pipeline.id}`)
  }

  /** What ran stays in the records; it only is no longer shown and starts nothing. */
  async destroy(ctx: HttpContext) {
    const pipeline = await pipelineOf(ctx)
    if (pipeline.state === 'live' || pipeline.state === 'paused') {
      ctx.session.flash('error', ctx.i18n.t('pipelines.error.stop_first'))
      return ctx.response.redirect().back()
    }
    await pipeline.archive()
    await auditBy(ctx, {
      action: 'pipeline.archived',
      subject: { kind: 'pipeline', id: pipeline.id },
      before: { name: pipeline.name },
    })
    return ctx.response.redirect(`/w/${ctx.workspace.id}/pipelines`)
  }
}

/** A shop is whatever tells of orders, the sandbox's pretend one included. */
function offersOf(connector: string): string[] {
  const manifest = connectors.get(connector)
  const sells = manifest?.events.some(({ type }) => type.startsWith('order.'))
  return [...(manifest?.roles ?? []), ...(sells ? ['commerce'] : [])]
}

const emptyPipeline = (workspaceId: string, name: string): Promise<Pipeline> =>
  new Pipeline()
    .fill({
      id: newId('pipeline'),
      workspaceId,
      name,
      kind: EMPTY_GRAPH.kind,
      state: 'draft',
      priority: 0,
      draft: structuredClone(EMPTY_GRAPH),
      versionId: null,
      libraryKey: null,
      archivedAt: null,
    })
    .touch()
    .save()
