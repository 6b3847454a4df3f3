// The one launcher behind every npm script. Runs on any Node from 18 on and uses nothing that must be installed first.
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const WINDOWS = process.platform === 'win32'
const WANTED_NODE = 24
const TEST_TIME_LIMIT = 30 * 60_000
const at = (...parts) => join(ROOT, ...parts)
const say = (text) => process.stderr.write(`${text}\n`)

class Stop extends Error {}

// --- what is needed before anything can run -------------------------------------------------------------------------

/** npm writes this file last; a lockfile newer than it means that somebody pulled. */
function dependenciesAreReady() {
  const mark = at('node_modules', '.package-lock.json')
  return existsSync(mark) && statSync(mark).mtimeMs >= statSync(at('package-lock.json')).mtimeMs
}

function installDependencies() {
  if (dependenciesAreReady()) return
  say('Installing dependencies…')
  const { status } = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: WINDOWS,
  })
  if (status !== 0) throw new Stop('npm ci failed: see above. Check the network and the disk, then run this again.')
  const now = new Date()
  spawnSync(process.execPath, [
    '-e',
    `fs.utimesSync(${JSON.stringify(at('node_modules', '.package-lock.json'))}, ${now / 1000}, ${now / 1000})`,
  ])
}

const majorOf = (node) => {
  const { status, stdout } = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' })
  return status === 0 ? Number.parseInt(stdout, 10) : 0
}

/** The one npm installed for this platform, else one the machine has. */
function findNode() {
  const local = at('node_modules', '.bin', WINDOWS ? 'node.cmd' : 'node')
  const names = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, WINDOWS ? 'node.exe' : 'node'))
  const found = [process.env.STAFFETTA_NODE, local, process.execPath, ...names].find(
    (node) => node && existsSync(node) && majorOf(node) >= WANTED_NODE
  )
  if (found) return found
  throw new Stop(
    `Staffetta runs on Node ${WANTED_NODE} or newer, which npm could not bring for this platform. Install it (https://nodejs.org) and run this again.`
  )
}

function readDotEnv() {
  if (!existsSync(at('.env'))) return {}
  const pairs = readFileSync(at('.env'), 'utf8')
    .split('\n')
    .map((line) => line.match(/^\s*([A-Z_]+)\s*=\s*(.*?)\s*$/))
  return Object.fromEntries(
    pairs.filter(Boolean).map(([, name, value]) => [name, value.replace(/^(['"])(.*)\1$/, '$2')])
  )
}

function keyFile(dataDir, name, make) {
  const file = join(dataDir, name)
  if (!existsSync(file)) writeFileSync(file, `${make()}\n`, { mode: 0o600, flag: 'wx' })
  chmodSync(file, 0o600)
  return readFileSync(file, 'utf8').trim()
}

const randomKey = () => randomBytes(32).toString('base64url')

/** Environment, then .env, then defaults; an empty value means "not set". */
function environment(overrides = {}) {
  const given = Object.fromEntries(
    Object.entries({ ...readDotEnv(), ...process.env }).filter(([, value]) => value !== '')
  )
  const port = given.PORT ?? '3333'
  const env = {
    HOST: '127.0.0.1',
    PORT: port,
    APP_URL: `http://localhost:${port}`,
    STAFFETTA_DATA_DIR: 'data',
    STAFFETTA_DEMO: 'true',
    ...given,
    ...overrides,
    ENV_PATH: ROOT,
  }
  env.STAFFETTA_DATA_DIR = resolve(ROOT, env.STAFFETTA_DATA_DIR)
  mkdirSync(env.STAFFETTA_DATA_DIR, { recursive: true, mode: 0o700 })
  env.APP_KEY ??= keyFile(env.STAFFETTA_DATA_DIR, 'app.key', randomKey)
  env.STAFFETTA_KEYS ??= keyFile(env.STAFFETTA_DATA_DIR, 'vault.keys', () => `k1:${randomKey()}`)
  return env
}

// --- running children -----------------------------------------------------------------------------------------------

const SIGNALS = WINDOWS ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Runs a child to its end and hands signals on, so that a stop of the launcher is a stop of all. */
function run(node, args, { env, group = false, timeLimit, onStart } = {}) {
  return new Promise((done) => {
    const child = spawn(node, args, { cwd: ROOT, env, stdio: 'inherit', detached: group && !WINDOWS })
    const send = (signal) => (group && !WINDOWS ? process.kill(-child.pid, signal) : child.kill(signal))
    const forward = (signal) => {
      send(signal)
      // The development server does not always leave when asked.
      if (group) setTimeout(() => send('SIGKILL'), 3_000).unref()
    }
    for (const signal of SIGNALS) process.on(signal, forward)
    const timer =
      timeLimit &&
      setTimeout(() => {
        say(`Stopped: not done after ${timeLimit / 60_000} minutes.`)
        send('SIGKILL')
      }, timeLimit)
    onStart?.(child)
    child.on('exit', (code, signal) => {
      clearTimeout(timer)
      for (const name of SIGNALS) process.off(name, forward)
      done(code ?? (signal === 'SIGTERM' || signal === 'SIGINT' ? 0 : 1))
    })
  })
}

/** Says nothing unless it fails: the tools talk to their own developers, not to whoever starts Staffetta. */
function mustRun(node, args, env, what) {
  const { status, stdout, stderr } = spawnSync(node, args, {
    cwd: ROOT,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 2 ** 20,
  })
  if (status === 0) return
  say(`${stdout ?? ''}${stderr ?? ''}`)
  throw new Stop(`${what} failed: see above.`)
}

// --- building -------------------------------------------------------------------------------------------------------

const SOURCES = ['ace', 'app', 'bin', 'config', 'database', 'plugins', 'public', 'resources', 'start', 'tests/support']
const SOURCE_FILES = ['adonisrc.ts', 'vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json']

function newestUnder(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  const inside = readdirSync(path).filter((name) => name !== 'node_modules' && name !== 'assets')
  return Math.max(0, ...inside.map((name) => newestUnder(join(path, name))))
}

function buildIsFresh() {
  const built = statSync(at('build', '.built'), { throwIfNoEntry: false })
  return Boolean(built) && [...SOURCES, ...SOURCE_FILES].every((path) => newestUnder(at(path)) <= built.mtimeMs)
}

function build(node, env) {
  const startedAt = new Date()
  say('Building…')
  mustRun(node, ['ace.js', 'build', '--ignore-ts-errors'], { ...env, NODE_ENV: 'development' }, 'The build')
  writeFileSync(at('build', '.built'), '')
  spawnSync(process.execPath, [
    '-e',
    `fs.utimesSync(${JSON.stringify(at('build', '.built'))}, ${startedAt / 1000}, ${startedAt / 1000})`,
  ])
}

// --- the commands ---------------------------------------------------------------------------------------------------

/** A container image brings its dependencies and its build, and no source to make them from. */
const PREBUILT = process.env.STAFFETTA_PREBUILT === 'true'

const hasCommand = (name) =>
  existsSync(at('ace', 'commands', `${name}.ts`)) || existsSync(at('build', 'ace', 'commands', `${name}.js`))

async function prepare() {
  if (!PREBUILT) installDependencies()
  return findNode()
}

// On a large machine V8 lets the young generation grow to 134 MB, and glibc keeps a heap for each of Node's threads,
// for a server whose live objects are 64 MB. `bin/children.ts` starts it the same way.
const SERVER_FLAGS = ['--max-semi-space-size=16']
const MALLOC_ARENA_MAX = '2'

async function start() {
  const node = await prepare()
  const env = { ...environment(), NODE_ENV: 'production' }
  await portMustBeFree(env)
  if (!PREBUILT && !buildIsFresh()) build(node, env)
  mustRun(
    node,
    ['build/ace.js', 'migration:run', '--force', '--no-schema-generate', '--compact-output'],
    env,
    'Migrating the database'
  )
  if (env.STAFFETTA_DEMO === 'true' && env.STAFFETTA_ROLE !== 'worker' && hasCommand('setup_demo')) {
    mustRun(node, ['build/ace.js', 'setup:demo'], env, 'Making the demo workspace')
  }
  return run(node, [...SERVER_FLAGS, 'build/bin/server.js'], {
    env: { MALLOC_ARENA_MAX, ...env },
    onStart: (child) => announce(env, child),
  })
}

function portMustBeFree({ HOST, PORT }) {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', ({ code }) =>
      fail(
        new Stop(
          `Cannot listen on ${HOST}:${PORT} (${code}). Stop what runs there, or choose another port: PORT=3334 npm start`
        )
      )
    )
    probe.listen(Number(PORT), HOST, () => probe.close(done))
  })
}

/** Says where to go, once the server really answers there. */
async function announce(env, child) {
  const local = `http://${env.HOST === '0.0.0.0' ? '127.0.0.1' : env.HOST}:${env.PORT}`
  for (let tries = 0; tries < 200; tries += 1) {
    await new Promise((next) => setTimeout(next, 150))
    if (child.exitCode !== null || child.signalCode !== null) return
    const answer = await fetch(`${local}/health`).catch(() => null)
    if (!answer?.ok) continue
    console.log(`\n  Staffetta is ready: ${env.APP_URL}`)
    const login = join(env.STAFFETTA_DATA_DIR, 'demo_login.json')
    if (existsSync(login)) {
      const { email, password } = JSON.parse(readFileSync(login, 'utf8'))
      console.log(`  Demo sign-in:       ${email}  /  ${password}`)
    }
    console.log('')
    return
  }
}

async function dev(args) {
  const node = await prepare()
  const env = { ...environment(), NODE_ENV: 'development' }
  mustRun(node, ['ace.js', 'migration:run', '--no-schema-generate', '--compact-output'], env, 'Migrating the database')
  if (hasCommand('setup_demo')) mustRun(node, ['ace.js', 'setup:demo'], env, 'Making the demo workspace')
  return run(node, ['ace.js', 'serve', '--hmr', '--no-clear', ...args], {
    env,
    group: true,
    onStart: (child) => announce(env, child),
  })
}

async function ace(args) {
  const node = await prepare()
  const env = environment()
  return run(node, ['ace.js', ...args], { env: { ...env, NODE_ENV: env.NODE_ENV ?? 'development' } })
}

async function buildOnly() {
  const node = await prepare()
  build(node, environment())
  return 0
}

/** Types that are made from pages and routes first, then the server's and the console's own. */
async function typecheck() {
  const node = await prepare()
  await inThrowAwayFolder('types', async (env) => {
    mustRun(node, ['ace.js', 'codegen'], { ...env, NODE_ENV: 'development' }, 'Generating types')
  })
  const tsc = at('node_modules', 'typescript', 'bin', 'tsc')
  const server = await run(node, [tsc, '--noEmit'])
  const console = await run(node, [tsc, '--noEmit', '-p', 'resources/tsconfig.json'])
  return server || console
}

async function script(name, args) {
  const node = await prepare()
  const file = [at('bin', `${name}.ts`), at('bin', name, 'main.ts')].find(existsSync)
  if (!file) throw new Stop(`bin/${name}.ts is not part of this copy.`)
  return inThrowAwayFolder(name, (env) => {
    if (!buildIsFresh()) build(node, env)
    return run(node, ['--import', '@poppinss/ts-exec', file, ...args], {
      env: { ...env, NODE_ENV: 'production' },
    })
  })
}

async function test(args) {
  const node = await prepare()
  const wantsBrowser = args.length === 0 || args.includes('browser')
  const chromium = findChromium() ?? (wantsBrowser ? installChromium() : undefined)
  return inThrowAwayFolder('test', (env) => {
    const testEnv = { ...env, NODE_ENV: 'test', ...(chromium && { CHROMIUM_PATH: chromium }) }
    return run(node, ['--import', '@poppinss/ts-exec', 'bin/test.ts', ...args], {
      env: testEnv,
      timeLimit: TEST_TIME_LIMIT,
    })
  })
}

/** Several people may test at the same time: each run has its own folder, port and database file. */
async function inThrowAwayFolder(name, work) {
  const folder = mkdtempSync(join(tmpdir(), `staffetta-${name}-`))
  const port = String(await freePort())
  try {
    return await work({
      ...process.env,
      HOST: '127.0.0.1',
      PORT: port,
      APP_URL: `http://127.0.0.1:${port}`,
      STAFFETTA_DATA_DIR: folder,
      APP_KEY: randomKey(),
      STAFFETTA_KEYS: `t1:${randomKey()}`,
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer().on('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })
}

// --- a browser for the browser tests --------------------------------------------------------------------------------

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  const folders = (process.env.PATH ?? '').split(delimiter).concat('/usr/bin', '/snap/bin')
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  return [...folders.flatMap((folder) => CHROMIUM_NAMES.map((name) => join(folder, name))), mac].find(existsSync)
}

function installChromium() {
  const isDebianRoot = existsSync('/etc/debian_version') && process.getuid?.() === 0
  if (isDebianRoot) {
    say('Installing Chromium for the browser tests…')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 2], env })
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: ['ignore', 'ignore', 2],
      env,
    })
  }
  const found = findChromium()
  if (found) return found
  throw new Stop(
    'The browser tests need Chromium or Chrome. Install one, or name it in CHROMIUM_PATH, or run the other suites alone: npm test -- unit functional contract crash'
  )
}

// --------------------------------------------------------------------------------------------------------------------

const [command = 'start', ...args] = process.argv.slice(2)
const commands = {
  start,
  dev: () => dev(args),
  ace: () => ace(args),
  build: buildOnly,
  typecheck,
  test: () => test(args),
  demo: () => script('demo', args),
  bench: () => script('bench', args),
}

try {
  if (!(command in commands))
    throw new Stop(`Unknown command "${command}". Use one of: ${Object.keys(commands).join(', ')}.`)
  process.exitCode = await commands[command]()
} catch (error) {
  if (!(error instanceof Stop)) throw error
  say(`\n${error.message}\n`)
  process.exitCode = 1
}
