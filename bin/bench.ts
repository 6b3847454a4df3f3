/**
 * `npm run bench`: the one path against a bare server that does the same work. Runs are interleaved and the median
 * counts, since the machine is never quiet; read the ratios, not the figures.
 *
 *   --runs 5       how many times each is measured
 *   --requests N   webhooks per intake run (default 4000)
 *   --messages N   messages per path run (default 1500)
 *   --fleet        instead: start and memory with every connector, against three of them
 *   --json         one line at the end for machines
 */
import { parseArgs } from 'node:util'
import { compareFleet } from './bench/fleet.ts'
import { fire, median, percentile } from './bench/load.ts'
import { orders, type OrderTarget } from './bench/orders.ts'
import { prepareInstallation, startBaseline, startStaffetta, type Measurable } from './bench/processes.ts'
import { ProviderSink } from './bench/provider_sink.ts'

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    requests: { type: 'string', default: '4000' },
    messages: { type: 'string', default: '1500' },
    fleet: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const runs = Number(options.runs)
if (options.fleet) {
  const { all, three } = await compareFleet(runs)
  const row = (name: string, { boot, memory }: typeof all) =>
    console.log(
      `${name.padEnd(22)}${boot.toFixed(0).padStart(7)} ms  ${(boot / three.boot).toFixed(2)}  ${memory.toFixed(0).padStart(5)} MB  ${(memory / three.memory).toFixed(2)}`
    )
  console.log(`\n${''.padEnd(22)}     start ratio    memory ratio   (median of ${runs})`)
  row('three connectors', three)
  row('every connector', all)
  if (options.json) console.log(JSON.stringify({ all, three }))
  process.exit(0)
}
const CONNECTIONS = 20
const BARE: OrderTarget = { path: '/in', secret: 'bare-secret', shop: 'bench.myshopify.com' }

interface Measured {
  perSecond: number
  latencies: number[]
  memory: number | null
}

const sink = new ProviderSink()
const sinkOrigin = await sink.start()
let nextRun = 0

/** Requests answered per second, and how long each waited. */
async function intake(child: Measurable, target: OrderTarget): Promise<Measured> {
  const count = Number(options.requests)
  await fire(child.origin, shots(target, 300), CONNECTIONS)
  const volley = await fire(child.origin, shots(target, count), CONNECTIONS)
  if (volley.refused > 0) throw new Error(`${volley.refused} webhooks were not answered with 200`)
  return { perSecond: (count / volley.took) * 1000, latencies: volley.latencies, memory: child.peakMemory() }
}

const shots = (target: OrderTarget, count: number) => orders(target, ++nextRun, count).map(({ shot }) => shot)

/** Messages accepted by the provider per second, from the first webhook to the last message, and each one's way. */
async function path(child: Measurable, target: OrderTarget): Promise<Measured> {
  await volleyOfMessages(child, target, 200)
  const { perSecond } = await volleyOfMessages(child, target, Number(options.messages))
  const calm = await volleyOfMessages(child, target, 300, Math.max(5, Math.round(perSecond / 3)))
  return { perSecond, latencies: calm.latencies, memory: child.peakMemory() }
}

async function volleyOfMessages(child: Measurable, target: OrderTarget, count: number, pace?: number) {
  sink.forget()
  const wanted = orders(target, ++nextRun, count)
  const volley = await fire(
    child.origin,
    wanted.map(({ shot }) => shot),
    CONNECTIONS,
    pace
  )
  await sink.received(count, 120_000)
  if (sink.arrivals.size < count) throw new Error(`${count - sink.arrivals.size} of ${count} messages never arrived`)
  if (sink.doubled > 0) throw new Error(`${sink.doubled} messages arrived twice`)

  const arrivals = wanted.map(({ phone }) => sink.arrivals.get(phone.slice(1)) ?? 0)
  const took = Math.max(...arrivals) - volley.sentAt[0]
  return { perSecond: (count / took) * 1000, latencies: arrivals.map((at, n) => at - volley.sentAt[n]) }
}

async function withChild(child: Measurable, measure: (child: Measurable) => Promise<Measured>): Promise<Measured> {
  try {
    return await measure(child)
  } finally {
    await child.stop()
  }
}

const results: Record<'bareIntake' | 'intake' | 'barePath' | 'path', Measured[]> = {
  bareIntake: [],
  intake: [],
  barePath: [],
  path: [],
}

for (let run = 1; run <= runs; run++) {
  process.stderr.write(`run ${run} of ${runs}\n`)
  results.bareIntake.push(
    await withChild(await startBaseline('intake', BARE.secret, sinkOrigin), (child) => intake(child, BARE))
  )
  const forIntake = prepareInstallation(sinkOrigin)
  results.intake.push(
    await withChild(await startStaffetta(forIntake, 'web'), (child) => intake(child, forIntake.target))
  )
  results.barePath.push(
    await withChild(await startBaseline('path', BARE.secret, sinkOrigin), (child) => path(child, BARE))
  )
  const forPath = prepareInstallation(sinkOrigin)
  results.path.push(await withChild(await startStaffetta(forPath, 'all'), (child) => path(child, forPath.target)))
}
sink.stop()

const perSecond = (measured: Measured[]) => median(measured.map((each) => each.perSecond))
const latency = (measured: Measured[], share: number) =>
  median(measured.map(({ latencies }) => percentile(latencies, share)))
const memory = (measured: Measured[]) => Math.max(...measured.map((each) => each.memory ?? 0))

function line(name: string, measured: Measured[], bare: Measured[]) {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => latency(measured, share).toFixed(1).padStart(7))
  const ratio = (perSecond(measured) / perSecond(bare)).toFixed(2)
  console.log(
    `${name.padEnd(22)}${perSecond(measured).toFixed(0).padStart(7)}/s  ${ratio.padStart(5)}  ${p50} ${p95} ${p99} ms  ${String(memory(measured)).padStart(4)} MB`
  )
}

console.log(
  `\n${''.padEnd(22)}${'rate'.padStart(9)}  ratio      p50     p95     p99     peak RSS   (median of ${runs})`
)
line('intake, bare', results.bareIntake, results.bareIntake)
line('intake', results.intake, results.bareIntake)
line('whole path, bare', results.barePath, results.barePath)
line('whole path', results.path, results.barePath)
console.log(
  '\nThe whole path: signed webhook in, two-step pipeline, message accepted by the provider. Its rate is of a burst;'
)
console.log('its latencies are at a third of that rate.')

if (options.json) {
  const figures = Object.fromEntries(
    Object.entries(results).map(([name, measured]) => [
      name,
      { perSecond: perSecond(measured), p95: latency(measured, 0.95), memory: memory(measured) },
    ])
  )
  console.log(JSON.stringify(figures))
}
process.exit(0)
