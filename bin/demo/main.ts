/**
 * `npm run demo`: the main job against the fake world, over real HTTP, in a throw-away data folder. Business time is
 * compressed; the waits really pass through their rows. `--json` prints one line per hop and one of figures.
 */
import { parseArgs } from 'node:util'
import { MissingHop } from './ledger.ts'
import { Narrator } from './narrator.ts'
import { abandonedCart, clickToWhatsApp } from './stories.ts'
import { World } from './world.ts'

const STORIES = { relay: abandonedCart, ad: clickToWhatsApp }

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, story: { type: 'string', multiple: true } },
})
const unknown = options.story?.find((name) => !(name in STORIES))
if (unknown) {
  console.error(`There is no story "${unknown}". Stories: ${Object.keys(STORIES).join(', ')}.`)
  process.exit(2)
}
const chosen = (options.story ?? Object.keys(STORIES)) as (keyof typeof STORIES)[]

const say = new Narrator(options.json)
const world = new World()

function figures() {
  const { ledger } = world
  return {
    deliveries: ledger.count('SELECT count(*) AS n FROM deliveries WHERE workspace_id = ?'),
    events: ledger.count('SELECT count(*) AS n FROM events WHERE workspace_id = ?'),
    messages: ledger.count("SELECT count(*) AS n FROM messages WHERE workspace_id = ? AND direction = 'out'"),
    delivered: ledger.count(
      "SELECT count(*) AS n FROM messages WHERE workspace_id = ? AND direction = 'out' AND delivered_at IS NOT NULL"
    ),
    conversions: ledger.count('SELECT count(*) AS n FROM conversions WHERE workspace_id = ?'),
    reported: ledger.count("SELECT count(*) AS n FROM reports WHERE workspace_id = ? AND state = 'accepted'"),
    revenue: ledger.sums(
      'SELECT currency AS name, sum(amount) AS n FROM conversions WHERE workspace_id = ? AND message_id IS NOT NULL AND currency IS NOT NULL GROUP BY currency'
    ),
  }
}

try {
  await world.start()
  if (!options.json) console.log(`The installation runs at ${process.env.APP_URL} with a throw-away data folder.`)
  for (const name of chosen) await STORIES[name](world, say)
  await world.graph.idle()
  say.summary({ ok: true, ...figures() })
} catch (error) {
  process.exitCode = 1
  say.summary({ ok: false, missing: error instanceof MissingHop ? error.hop : String(error) })
  if (!(error instanceof MissingHop)) console.error(error)
} finally {
  await world.stop()
}
process.exit()
