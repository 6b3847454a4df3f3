import type { HttpContext } from '@adonisjs/core/http'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { Run } from './run.ts'

/** The run of the address, in this workspace and no other. */
export async function runOf({ workspace, params }: Pick<HttpContext, 'workspace' | 'params'>): Promise<Run> {
  const run = await Run.in(workspace)
    .where('id', String(params.run_id ?? params.id))
    .first()
  if (!run) throw new E_NOT_FOUND()
  return run
}
