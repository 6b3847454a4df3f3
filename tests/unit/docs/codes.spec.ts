import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from '@japa/runner'

const wordsOf = (language: string) =>
  Object.fromEntries(
    globSync(`resources/lang/${language}/*.json`).map((file) => [
      basename(file, '.json'),
      JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>,
    ])
  )

const en = wordsOf('en')
const it = wordsOf('it')
const codes = Object.keys(en.codes).filter((key) => !key.includes('.'))
const keys = new Set(Object.entries(en).flatMap(([room, words]) => Object.keys(words).map((key) => `${room}.${key}`)))

/** Where a code is born: what the guard, deliveries, events, runs, reports and connectors say about themselves. */
const SAYINGS = [
  /\bcode: '([a-z]\w*)'/g,
  /\bcode: [^'\n]*\? '([a-z]\w*)' : '([a-z]\w*)'/g,
  /\b(?:refuse|failure|withheld|organic)\('([a-z]\w*)'/g,
  /\bdelay\([^,\n]*, '([a-z]\w*)'/g,
  /\bnote\(\w+, '([a-z]\w*)'/g,
  /\bgiveUp\(trx, row, '([a-z]\w*)'/g,
  /\bkind: 'ignored', reason: '([a-z]\w*)'/g,
  /\bVerificationFailed\('([a-z]\w*)'/g,
  // The table of Meta's errors.
  /\b(?:policy|temporary|permission|unreachable|missing|rate)\('([a-z]\w*)'/g,
  /\binput\('\w+', '([a-z]\w*)'/g,
]

/** Said to a script or a person at a form, and never a reason why something was not sent. */
const NOT_A_REASON: Record<string, string> = {
  a1b2c3d4e: 'a code of a short link, as a sample',
  database_unavailable: 'the health endpoint, which machines read',
}

/** What is wrong with a draft of a pipeline or template: worded beside the editor, under `…problem.<code>`. */
const PROBLEM_FILES =
  /(pipelines\/(structure|validation|references|pipeline_drafts_controller)|templates\/template_limits)\.ts$/

function codesIn(file: string): string[] {
  // What goes into the log is for a search, not for a reader.
  const source = readFileSync(file, 'utf8').replace(/^.*\blogger\..*$/gm, '')
  return SAYINGS.flatMap((saying) => [...source.matchAll(saying)].flatMap(([, ...found]) => found.filter(Boolean)))
}

const sources = [...globSync('app/**/*.ts'), ...globSync('plugins/*/**/*.ts')].filter(
  (file) => !/plugins\/sdk\/testing|testing\.ts$/.test(file)
)

test.group('The words of the product', () => {
  test('every code is explained in the docs', ({ assert }) => {
    const page = readFileSync('docs/why-not-sent.md', 'utf8')
    assert.deepEqual(
      codes.filter((code) => !page.includes(`| \`${code}\` |`)),
      []
    )
  })

  test('the docs explain no code that is gone', ({ assert }) => {
    const page = readFileSync('docs/why-not-sent.md', 'utf8')
    const explained = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code)
    assert.deepEqual(
      explained.filter((code) => !codes.includes(code)),
      []
    )
    assert.equal(new Set(explained).size, explained.length, 'each code stands in one table')
  })

  test('English and Italian have the same keys', ({ assert }) => {
    assert.deepEqual(Object.keys(it).sort(), Object.keys(en).sort())
    for (const [room, words] of Object.entries(en))
      assert.deepEqual(Object.keys(it[room]).sort(), Object.keys(words).sort(), room)
  })

  test('no page asks for words that do not exist', ({ assert }) => {
    const missing = globSync('resources/**/*.{ts,tsx}').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\bt\(\s*'([\w.]+)'/g)]
        .map(([, key]) => key)
        .filter((key) => !keys.has(key))
        .map((key) => `${file}: ${key}`)
    )
    assert.deepEqual(missing, [])
  })

  test('every reason that the code gives is worded', ({ assert }) => {
    const unworded = sources
      .filter((file) => !PROBLEM_FILES.test(file))
      .flatMap((file) =>
        codesIn(file)
          .filter((code) => !(code in en.codes) && !(code in NOT_A_REASON))
          .map((code) => `${file}: ${code}`)
      )
    assert.deepEqual(unworded, [])
  })

  test('every problem of a draft is worded beside its editor', ({ assert }) => {
    const isWorded = (code: string) => code in en.codes || [...keys].some((key) => key.endsWith(`.problem.${code}`))
    const unworded = sources
      .filter((file) => PROBLEM_FILES.test(file))
      .flatMap((file) =>
        codesIn(file)
          .filter((code) => !isWorded(code))
          .map((code) => `${file}: ${code}`)
      )
    assert.deepEqual(unworded, [])
  })
})
