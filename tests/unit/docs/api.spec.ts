import { readFileSync } from 'node:fs'
import router from '@adonisjs/core/services/router'
import { test } from '@japa/runner'
import '#start/kernel'
import '#start/routes'

const page = readFileSync('docs/api.md', 'utf8')

/** Calls in the first column of the page's tables, as the router writes them. */
const documented = () =>
  [...page.matchAll(/^\| (`[A-Z]+ \/[^|]+) \|/gm)]
    .flatMap(([, cell]) => [...cell.matchAll(/`([A-Z]+) (\/[^`]+)`/g)])
    .map(([, method, path]) => `${method} /api/v1${path}`)

function existing(): string[] {
  if (!router.commited) router.commit()
  return Object.values(router.toJSON())
    .flat()
    .filter(({ pattern }) => pattern.startsWith('/api/v1'))
    .flatMap(({ methods, pattern }) =>
      methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${pattern}`)
    )
}

test.group('The page about the API', () => {
  test('names no call that is not there', ({ assert }) => {
    const there = new Set(existing())
    assert.deepEqual(
      documented().filter((call) => !there.has(call)),
      []
    )
  })

  test('leaves out none that is', ({ assert }) => {
    const named = new Set(documented())
    assert.isAbove(named.size, 40)
    assert.deepEqual(
      existing().filter((call) => !named.has(call)),
      []
    )
  })

  test('has an example for each of its parts that takes a body', ({ assert }) => {
    const parts = page.split(/^## /m).filter((part) => /^\| `(POST|PUT)/m.test(part))
    const bare = parts.filter((part) => !/curl|\.md\) has the whole/.test(part)).map((part) => part.split('\n')[0])
    assert.deepEqual(bare, [])
  })
})
