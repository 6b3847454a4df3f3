import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { reportingConnection } from './reporting_connection.ts'
import { sendTestEvent } from './test_event.ts'
import { testEventValidator } from './validators.ts'

export default class ConversionTestEventsController {
  async store(ctx: HttpContext) {
    const { request, workspace, response, session } = ctx
    const { connectionId, ...test } = await request.validateUsing(testEventValidator)
    const connection = await reportingConnection(workspace, connectionId)
    session.flash('tested', await sendTestEvent(connection, test))
    await auditBy(ctx, {
      action: 'conversion.tested',
      subject: { kind: 'connection', id: connection.id },
      after: { path: test.path, eventName: test.eventName },
    })
    return response.redirect().back()
  }
}
