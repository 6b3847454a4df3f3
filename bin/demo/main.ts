/**
 * `npm run demo`: the main jobs against the fake world, over real HTTP, in throw-away data folders. Business time is
 * compressed; the waits really pass through their rows.
 *
 *   --story relay      one of: relay, ad, shipment, lead; may be given several times; default: relay and ad
 *   --shop woocommerce of the shipment story: woocommerce (default) or shopify
 *   --channel sms      of the shipment story: sms (default) or whatsapp
 *   --json             one line per hop and one of figures
 */
import { parseArgs } from 'node:util'
import { sumOf } from './figures.ts'
import type { Figures } from './figures.ts'
import { MissingHop } from './ledger.ts'
import { Narrator } from './narrator.ts'
import { playLead } from './stories/lead.ts'
import { playRelay } from './stories/relay.ts'
import { playShipment } from './stories/shipment.ts'

const STORIES = ['relay', 'ad', 'shipment', 'lead']
const SHOPS = ['woocommerce', 'shopify'] as const
const CHANNELS = ['sms', 'whatsapp'] as const

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    story: { type: 'string', multiple: true, default: ['relay', 'ad'] },
    shop: { type: 'string', default: 'woocommerce' },
    channel: { type: 'string', default: 'sms' },
  },
})

/** One of the values an option has; else one sentence, and the end. */
function chosen<T extends string>(option: string, value: string, known: readonly T[]): T {
  const found = known.find((each) => each === value)
  if (found) return found
  console.error(`There is no ${option} "${value}". Use one of: ${known.join(', ')}.`)
  process.exit(2)
}

const stories = options.story.map((name) => chosen('story', name, STORIES))
const shop = chosen('shop', options.shop, SHOPS)
const channel = chosen('channel', options.channel, CHANNELS)
const say = new Narrator(options.json)

async function play(): Promise<Figures> {
  const played: Figures[] = []
  if (stories.includes('relay') || stories.includes('ad')) played.push(await playRelay(stories, say))
  if (stories.includes('shipment')) played.push(await playShipment({ shop, channel }, say))
  if (stories.includes('lead')) played.push(await playLead(say))
  return sumOf(played)
}

try {
  say.summary({ ok: true, ...(await play()) })
} catch (error) {
  process.exitCode = 1
  say.summary({ ok: false, missing: error instanceof MissingHop ? error.hop : String(error) })
  if (!(error instanceof MissingHop)) console.error(error)
}
process.exit()
