import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { auditBy } from '#app/accounts/audit'
import { catalogue } from '#app/events/catalogue'
import { drawingOf } from './drawing.ts'
import { pipelineOf } from './finders.ts'
import { saveDraft } from './publishing.ts'
import { stepTypes } from './steps/registry.ts'
import { draftValidator } from './validators.ts'
import { checkGraph } from './validation.ts'
import type { Problem } from './validation.ts'
import { asJson } from '#app/http/json'

/** The draft as JSON, checked as a whole whenever it is saved. */
export default class PipelineDraftsController {
  async edit(ctx: HttpContext) {
    const { inertia, workspace, i18n, session } = ctx
    const pipeline = await pipelineOf(ctx)
    const checked = await checkGraph(db.connection(), workspace.id, pipeline.draft)
    const templates = await db
      .from('templates')
      .where('workspace_id', workspace.id)
      .whereNull('archived_at')
      .orderBy('name')
      .select('name', 'purpose')
    return inertia.render('pipelines/draft', {
      pipeline: { id: pipeline.id, name: pipeline.name, state: pipeline.state },
      graph: JSON.stringify(pipeline.draft, null, 2),
      problems:
        (session.flashMessages.get('graph_problems') as Problem[] | undefined) ?? (checked.ok ? [] : checked.problems),
      drawing: drawingOf(pipeline.draft, { figures: null, problems: checked.ok ? [] : checked.problems, i18n }),
      steps: stepTypes.all().map(({ type, schema }) => ({ type, schema: asJson(schema.toJSONSchema()) })),
      events: catalogue.all().map(({ type }) => type),
      templates,
    })
  }

  async update(ctx: HttpContext) {
    const { request, session, response, i18n } = ctx
    const pipeline = await pipelineOf(ctx)
    const { name, graph } = await request.validateUsing(draftValidator)
    const parsed = parse(graph)
    const saved = parsed.ok
      ? await saveDraft(pipeline, parsed.value, { name })
      : { ok: false as const, problems: [parsed.problem] }
    if (!saved.ok) {
      session.flash('graph_problems', saved.problems)
      session.flashAll()
      return response.redirect().back()
    }
    await auditBy(ctx, {
      action: 'pipeline.draft_saved',
      subject: { kind: 'pipeline', id: pipeline.id },
      after: { name },
    })
    session.flash('success', i18n.t('pipelines.draft_saved'))
    return response.redirect().back()
  }
}

function parse(text: string): { ok: true; value: unknown } | { ok: false; problem: Problem } {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch (error) {
    return {
      ok: false,
      problem: {
        node: null,
        field: null,
        code: 'not_json',
        params: { message: error instanceof Error ? error.message : '' },
      },
    }
  }
}
