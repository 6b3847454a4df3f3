import db from '@adonisjs/lucid/services/db'
import logger from '@adonisjs/core/services/logger'
import { contextFor } from '#app/connectors/context'
import type { Connection } from '#app/connectors/connection'
import { connectors } from '#app/connectors/registry'
import type { ModelPrice } from '#sdk/index'
import { modelConnections } from './choice.ts'
import { ownPrices, priceOf } from './prices.ts'
import type { Price } from './prices.ts'
import type { AiSettings } from './settings.ts'

/** A connection to choose from, with the models it lists. */
export interface Offer {
  id: string
  name: string
  connector: string
  state: string
  models: string[]
  defaultModel: string | null
}

export interface Offers {
  offers: Offer[]
  prices: Price[]
}

/** What can be chosen, and what it costs as far as is known: own prices, the vendors' lists, and models in use without. */
export async function offers(workspaceId: string, settings: AiSettings): Promise<Offers> {
  const all = await Promise.all((await modelConnections(workspaceId)).map(offerOf))
  const own = await ownPrices(db.connection(), workspaceId)
  const listed = all.flatMap(({ prices }) => prices)
  const names = new Set([...own.map(({ model }) => model), ...listed.map(({ model }) => model)])
  const prices = [...names].flatMap((model) => priceOf(model, { own, listed, currency: settings.currency }) ?? [])
  return { offers: all.map(({ offer }) => offer), prices }
}

/** A vendor that does not answer leaves its list empty: the name of a model can still be typed. */
async function offerOf(connection: Connection): Promise<{ offer: Offer; prices: ModelPrice[] }> {
  const { id, name, connector, state } = connection
  const offer: Offer = { id, name, connector, state, models: [], defaultModel: null }
  try {
    const { model } = await connectors.implementation(connector)
    if (!model || !connection.working) return { offer, prices: [] }
    const context = await contextFor(connection)
    const [listed, able] = await Promise.all([model.models(context), model.capabilities(context)])
    const models = listed.filter(({ tasks }) => tasks.includes('chat')).map((each) => each.id)
    return { offer: { ...offer, models, defaultModel: able.models.chat }, prices: model.prices(context) }
  } catch (error) {
    logger.warn({ err: error, connection: id }, 'a connection could not list its models')
    return { offer, prices: [] }
  }
}
