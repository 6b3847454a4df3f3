import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { clock, DAY } from '#app/clock'
import { chainOf } from '#app/http/chains'
import { conversionLine, listConversions, refundsOfConversion } from './conversion_list.ts'
import { creditedRevenue, reportingHealth } from './figures.ts'
import { CONVERSION_KINDS } from './kinds.ts'
import { Report } from './report.ts'
import { filterValidator } from './validators.ts'

const DEFAULT_DAYS = 30

export default class ConversionsController {
  async index({ inertia, workspace, request }: HttpContext) {
    const filter = await filterValidator.validate(request.qs())
    const days = filter.days ?? DEFAULT_DAYS
    const period = { since: clock.now() - days * DAY, until: clock.now() }
    return inertia.render('conversions/index', {
      ...(await listConversions(db.connection(), workspace.id, filter)),
      filter: { kind: filter.kind ?? null, state: filter.state ?? null, days },
      kinds: [...CONVERSION_KINDS],
      reporting: await reportingHealth(workspace.id, period),
      revenue: await creditedRevenue(workspace.id, period),
      // Named beside each figure: a credit means nothing without its model.
      model: workspace.setting('attribution_model'),
    })
  }

  async show(ctx: HttpContext) {
    const { inertia, workspace, params } = ctx
    const conversion = await conversionLine(db.connection(), workspace.id, String(params.id))
    if (!conversion) throw new E_NOT_FOUND()
    const reports = await Report.in(workspace).where('conversion_id', conversion.id).orderBy('id')
    return inertia.render('conversions/show', {
      conversion,
      reports: reports.map(shown),
      refunds: await refundsOfConversion(db.connection(), workspace.id, conversion.id),
      chain: await chainOf(ctx, { kind: 'conversion', id: conversion.id }),
    })
  }
}

/** Without what it told of the person. */
const shown = (report: Report) => ({
  id: report.id,
  dataset: report.dataset,
  path: report.path,
  eventName: report.eventName,
  eventId: report.eventId,
  state: report.state,
  code: report.code,
  detail: report.detail,
  traceId: report.traceId,
  warnings: report.warnings,
  matchKeys: report.matchKeys,
  attempts: report.attempts,
  settledAt: report.settledAt,
})
