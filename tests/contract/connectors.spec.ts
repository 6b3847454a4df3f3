import { existsSync, readdirSync, readFileSync } from 'node:fs'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { catalogue } from '#app/events/catalogue'
import { contractCases, type ConnectorKit, type EventValidator } from '#sdk/testing/index'

/** The catalogue's own schemas, so that what a connector says can also be stored. */
const validateEvent: EventValidator = async (type, payload) => {
  try {
    await catalogue.get(type)?.schema.validate(payload)
    return []
  } catch (error) {
    const { messages } = error as { messages?: { field: string; message: string }[] }
    if (!messages) throw error
    return messages.map(({ field, message }) => `${field}: ${message}`)
  }
}

const plugins = readdirSync(app.makePath('plugins'), { withFileTypes: true })
  .filter(
    (entry) =>
      entry.isDirectory() && entry.name !== 'sdk' && existsSync(app.makePath('plugins', entry.name, 'connector.ts'))
  )
  .map((entry) => entry.name)

for (const id of plugins) {
  const folder = (file: string) => new URL(`../../plugins/${id}/${file}`, import.meta.url)

  if (!existsSync(folder('testing.ts'))) {
    test(`${id} describes itself to the contract suite`, ({ assert }) => {
      assert.fail(`plugins/${id}/testing.ts is missing: export default defineKit({ … }), see plugins/sdk/README.md`)
    })
    continue
  }

  const { default: kit } = (await import(folder('testing.ts').href)) as { default: ConnectorKit }
  const cases = contractCases(kit, {
    validateEvent,
    languages: ['it'],
    manifest: { url: folder('connector.ts'), execArgv: ['--import=@poppinss/ts-exec'] },
  })

  test.group(`The contract of ${id}`, () => {
    for (const { title, run } of cases) test(title, run)

    // The compiler rewrites `./x.ts` to `./x.js`, but not inside `export default`: such a connector works here and
    // fails in the build.
    test('load is written where the build will find it', ({ assert }) => {
      const manifest = readFileSync(folder('connector.ts'), 'utf8')
      assert.notMatch(
        manifest,
        /^export default[\s\S]*import\(/m,
        'put `const load = () => import(…)` above the manifest'
      )
    })
  })
}
