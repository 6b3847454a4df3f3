import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from '@japa/runner'

const pages = globSync(['*.md', 'docs/**/*.md', 'app/**/*.md', 'plugins/**/*.md', 'resources/*.md', 'tests/*.md'], {
  exclude: (path) => String(path).includes('node_modules'),
})

/** As GitHub makes anchors of headings. */
const anchorsIn = (page: string) =>
  [...readFileSync(page, 'utf8').matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-')
  )

function broken(page: string): string[] {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link]) => link)
  return links.filter((link) => {
    const [path, anchor] = link.split('#')
    const target = path === '' ? page : join(dirname(page), path)
    return !existsSync(target) || (anchor !== undefined && !anchorsIn(target).includes(anchor))
  })
}

test.group('The docs', () => {
  test('no link leads nowhere', ({ assert }) => {
    assert.isAbove(pages.length, 20)
    assert.deepEqual(
      pages.flatMap((page) => broken(page).map((link) => `${page}: ${link}`)),
      []
    )
  })

  test('every page is in the index', ({ assert }) => {
    const index = readFileSync('docs/README.md', 'utf8')
    const missing = globSync('docs/*.md').filter(
      (page) => page !== 'docs/README.md' && !index.includes(`(${page.replace('docs/', '')})`)
    )
    assert.deepEqual(missing, [])
  })

  test('the root README stays short', ({ assert }) => {
    assert.isBelow(readFileSync('README.md', 'utf8').split('\n').length, 80)
  })
})
