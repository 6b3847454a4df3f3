import ace from '@adonisjs/core/services/ace'
import { test } from '@japa/runner'
import { catalogue } from '#app/events/catalogue'
import { connectors } from '#app/connectors/registry'

test.group('The commands for plugin authors', (group) => {
  group.each.setup(() => {
    ace.ui.switchMode('raw')
    return () => ace.ui.switchMode('normal')
  })
  const printed = () =>
    ace.ui.logger
      .getLogs()
      .map(({ message }) => message)
      .join('\n')

  test('list every connector', async ({ assert }) => {
    const command = await ace.exec('list:connectors', ['--json'])
    assert.equal(command.exitCode, 0)
    for (const { id } of connectors.all()) assert.include(printed(), `"id": "${id}"`)
  })

  test('list every event, and show one with its schema', async ({ assert }) => {
    await ace.exec('list:events', ['--json'])
    for (const { type } of catalogue.all()) assert.include(printed(), type)
    await ace.exec('list:events', ['order.paid'])
    assert.include(printed(), '"sample"')
  })

  test('say so when there is no such event', async ({ assert }) => {
    const command = await ace.exec('list:events', ['order.eaten'])
    assert.equal(command.exitCode, 1)
  })

  test('refuse an id that cannot be a folder', async ({ assert }) => {
    const command = await ace.exec('make:connector', ['../Acme'])
    assert.equal(command.exitCode, 1)
  })
})
