import type { HttpContext } from '@adonisjs/core/http'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { Pipeline } from './pipeline.ts'

type Address = Pick<HttpContext, 'workspace' | 'params'>

/** The pipeline of the address, in this workspace and no other. */
export async function pipelineOf({ workspace, params }: Address): Promise<Pipeline> {
  const pipeline = await Pipeline.in(workspace)
    .where('id', String(params.pipeline_id ?? params.id))
    .whereNull('archived_at')
    .first()
  if (!pipeline) throw new E_NOT_FOUND()
  return pipeline
}
