import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { clock } from '#app/clock'
import { activityOf } from './activity.ts'
import { connectionFigures, messageFigures, revenueBars, revenueFigures, setUpTasks, troubles } from './home.ts'
import { PERIODS, periodOf } from './periods.ts'

const homeValidator = vine.create({ period: vine.enum(PERIODS).optional() })

export default class HomesController {
  async show(ctx: HttpContext) {
    const { inertia, request, workspace } = ctx
    const { period = 'today' } = await homeValidator.validate(request.qs())
    const { span } = periodOf(period, clock.now(), workspace.timezone)
    const connections = await connectionFigures(workspace.id)
    return inertia.render('insights/home', {
      now: clock.now(),
      period,
      revenue: await revenueFigures(workspace, period),
      bars: await revenueBars(workspace),
      messages: await messageFigures(workspace.id, span),
      troubles: await troubles(workspace.id),
      connections: { total: connections.total, healthy: connections.healthy },
      activity: await activityOf(ctx, span.since),
      tasks: await setUpTasks(workspace, connections.roles),
    })
  }
}
