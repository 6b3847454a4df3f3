import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { connectionOf } from '#app/connectors/connection_finder'
import { endpointOf } from '#app/connectors/context'
import { connectionLine, connectorCard } from '#app/connectors/gallery'
import { asJson } from '#app/connectors/json'
import { connectors } from '#app/connectors/registry'
import { worded } from '#app/connectors/worded'
import { leavesIn, mappingTargets, previewMapping, samplesOf } from './body_mapping.ts'

const previewValidator = vine.create({
  delivery: vine.string().maxLength(40),
  settings: vine.object({}).allowUnknownProperties(),
})

/** Says by a request that came what each of its values is. */
export default class BodyMappingsController {
  async show(ctx: HttpContext) {
    const { inertia, request, i18n } = ctx
    const connection = await connectionOf(ctx)
    const connector = worded(connectors.getOrFail(connection.connector), i18n.locale)
    const targets = mappingTargets(connector)
    if (targets.length === 0) throw new E_NOT_FOUND()
    const samples = await samplesOf(connection)
    const sample = samples.find(({ id }) => id === request.input('delivery')) ?? samples[0] ?? null
    const endpoint = await endpointOf(connection)
    return inertia.render('connections/mapping', {
      connection: connectionLine(connection),
      connector: connectorCard(connector),
      url: endpoint?.url ?? null,
      targets,
      settings: asJson(connection.settings),
      samples: samples.map(({ id, receivedAt }) => ({ id, receivedAt })),
      sample: sample && { id: sample.id, leaves: leavesIn(sample.request) },
    })
  }

  /** Nothing is stored: the page asks while one is choosing. */
  async preview(ctx: HttpContext) {
    const connection = await connectionOf(ctx)
    const { delivery, settings } = await ctx.request.validateUsing(previewValidator)
    const sample = (await samplesOf(connection)).find(({ id }) => id === delivery)
    if (!sample) throw new E_NOT_FOUND()
    return ctx.response.json(await previewMapping(connection, sample, settings as Record<string, unknown>))
  }
}
