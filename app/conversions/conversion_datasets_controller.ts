import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { auditBy } from '#app/accounts/audit'
import { reportingConnection } from './reporting_connection.ts'
import { chooseDataset } from './datasets.ts'
import { datasetValidator } from './validators.ts'

/** Which dataset serves which path. */
export default class ConversionDatasetsController {
  async update(ctx: HttpContext) {
    const { request, workspace, response } = ctx
    const { path, connectionId } = await request.validateUsing(datasetValidator)
    const connection = await reportingConnection(workspace, connectionId)
    await chooseDataset(db.connection(), workspace.id, path, connection.id)
    await auditBy(ctx, {
      action: 'conversion_dataset.chosen',
      subject: { kind: 'connection', id: connection.id },
      after: { path },
    })
    return response.redirect().back()
  }
}
