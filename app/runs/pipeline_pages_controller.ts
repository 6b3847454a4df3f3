import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { asJson } from '#app/http/json'
import type { Condition } from '#app/pipelines/conditions'
import { drawingOf } from '#app/pipelines/drawing'
import { figuresOf } from '#app/pipelines/figures'
import { pipelineOf } from '#app/pipelines/finders'
import type { Graph } from '#app/pipelines/graph'
import { PipelineVersion } from '#app/pipelines/pipeline'
import { figuresSince } from '#app/pipelines/pipeline_list'
import { checkGraph } from '#app/pipelines/validation'
import { listRuns } from './run_list.ts'
import { showValidator } from './validators.ts'

/** A pipeline with its runs: the page belongs to the later of the two rooms it shows. */
export default class PipelinePagesController {
  async show(ctx: HttpContext) {
    const { inertia, request, workspace, i18n } = ctx
    const pipeline = await pipelineOf(ctx)
    const { view = 'canvas', before } = await showValidator.validate(request.qs())
    const versions = await PipelineVersion.in(workspace)
      .where('pipelineId', pipeline.id)
      .orderBy('version', 'desc')
      .limit(50)
    const live = versions.find(({ id }) => id === pipeline.versionId)
    const checked = await checkGraph(db.connection(), workspace.id, pipeline.draft)
    const problems = checked.ok ? [] : checked.problems
    const figures = await figuresOf(pipeline.id, figuresSince())
    const graph = live?.graph ?? pipeline.draft
    return inertia.render('pipelines/show', {
      pipeline: { id: pipeline.id, name: pipeline.name, kind: pipeline.kind, state: pipeline.state },
      view,
      version: live?.version ?? null,
      differs: !live || JSON.stringify(live.graph) !== JSON.stringify(checked.ok ? checked.graph : pipeline.draft),
      problems,
      drawing: drawingOf(graph, { figures, problems: live ? [] : problems, i18n }),
      rules: rulesOf(graph),
      figures: {
        entered: figures.entered,
        active: figures.active,
        completed: figures.completed,
        failed: figures.failed,
        goals: figures.goals,
        refusals: figures.refusals,
      },
      runs: view === 'runs' ? await listRuns(workspace.id, { pipeline: pipeline.id, before }) : null,
      versions: versions.map(({ id, version, publishedAt }) => ({ id, version, publishedAt })),
    })
  }
}

function rulesOf({ trigger, entry, exits, goal, priority }: Graph) {
  const conditional = <T extends { where?: Condition }>(rule: T) => ({ ...rule, where: asJson(rule.where) })
  return {
    trigger: conditional(trigger),
    entry: { ...entry, who: asJson(entry.who) },
    exits: exits.map(conditional),
    goal: goal && conditional(goal),
    priority,
  }
}
