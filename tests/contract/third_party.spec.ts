import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'

test('a connector built elsewhere from the packed SDK passes the contract and loads', async ({ assert }) => {
  const { stdout } = await promisify(execFile)(app.makePath('bin/check_sdk_pack.sh'), {
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  assert.include(stdout, 'loaded Acme')
}).timeout(120_000)
