import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { refuseField } from '#app/contacts/field_errors'
import { keyIn } from '#app/http/idempotency'
import { pipelineOf } from '#app/pipelines/finders'
import { runOf } from './run_finder.ts'
import { listPipelines } from '#app/pipelines/pipeline_list'
import { StepRun } from './run.ts'
import { shownState } from './run_list.ts'
import { startByApi } from './api_start.ts'
import { startValidator } from './validators.ts'

/** Pipelines for scripts: what there is, starting one, and what became of it. */
export default class ApiRunsController {
  async pipelines({ workspace }: HttpContext) {
    return { data: await listPipelines(workspace.id) }
  }

  /** 201 when the run is new, 200 when the key was used before, 409 with the reason when it may not start. */
  async store(ctx: HttpContext) {
    const { request, response } = ctx
    const pipeline = await pipelineOf(ctx)
    const asked = await request.validateUsing(startValidator)
    const written = request.header('idempotency-key')
    const key = asked.key ?? (written && keyIn(written))
    if (!key) return refuseField(ctx, 'key', 'key_missing')

    const started = await startByApi(ctx.workspace, { ...asked, pipelineId: pipeline.id, key })
    if (!started.ok && started.field) return refuseField(ctx, started.field, started.reason)
    if (!started.ok) {
      const status = started.reason === 'contact_unknown' ? 404 : 409
      const problem = { type: 'about:blank', title: 'The run was not started.', status, code: started.reason }
      response.status(status).header('content-type', 'application/problem+json')
      return response.send({ ...problem, params: started.params ?? {} })
    }
    if (started.isNew)
      await auditBy(ctx, {
        action: 'run.started',
        subject: { kind: 'run', id: started.runId },
        after: { pipeline: pipeline.id },
      })
    return response.status(started.isNew ? 201 : 200).send({ data: { id: started.runId, created: started.isNew } })
  }

  async show(ctx: HttpContext) {
    const run = await runOf(ctx)
    const steps = await StepRun.in(ctx.workspace).where('runId', run.id).orderBy('startedAt').orderBy('id')
    return {
      data: {
        ...run.serialize({
          fields: [
            'id',
            'pipelineId',
            'versionId',
            'contactId',
            'eventId',
            'node',
            'dueAt',
            'code',
            'params',
            'goalAt',
            'startedAt',
            'endedAt',
          ],
        }),
        state: shownState(run.state),
        steps: steps.map((step) =>
          step.serialize({
            fields: [
              'id',
              'node',
              'type',
              'visit',
              'attempt',
              'state',
              'branch',
              'output',
              'code',
              'params',
              'startedAt',
              'endedAt',
            ],
          })
        ),
      },
    }
  }
}
