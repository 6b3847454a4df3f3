import { test } from '@japa/runner'
import { Linter } from 'eslint'
import { boundaries } from '../../../bin/lint/boundaries.js'

function complaintsOf(filename: string, specifier: string) {
  const linter = new Linter({ cwd: process.cwd() })
  const config = {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { staffetta: { rules: { boundaries } } },
    rules: { 'staffetta/boundaries': 'error' as const },
  }
  return linter.verify(`import '${specifier}'`, [config], { filename }).map(({ message }) => message)
}

test.group('Boundaries', () => {
  test('{from} may not import {to}')
    .with([
      { from: 'plugins/shopify/client.ts', to: '#app/contacts/contact' },
      { from: 'plugins/shopify/client.ts', to: '#plugins/whatsapp/client' },
      { from: 'plugins/shopify/actions/refund.ts', to: '../../whatsapp/client.ts' },
      { from: 'app/messaging/sender.ts', to: '#plugins/whatsapp/client' },
      { from: 'app/events/store.ts', to: '#app/runs/run' },
      { from: 'app/work/claim.ts', to: '#app/messaging/message' },
      { from: 'resources/pages/home.tsx', to: '../../app/contacts/contact.ts' },
    ])
    .run(({ assert }, { from, to }) => assert.lengthOf(complaintsOf(from, to), 1))

  test('{from} may import {to}')
    .with([
      { from: 'plugins/shopify/client.ts', to: '#sdk/errors' },
      { from: 'plugins/shopify/actions/refund.ts', to: '../client.ts' },
      { from: 'plugins/shopify/client.ts', to: 'shopify-api-node' },
      { from: 'app/messaging/sender.ts', to: '#sdk/errors' },
      { from: 'app/runs/engine.ts', to: '#app/events/store' },
      { from: 'app/messaging/sender.ts', to: '#app/work/claim' },
      { from: 'resources/pages/home.tsx', to: '../ui/card.tsx' },
    ])
    .run(({ assert }, { from, to }) => assert.isEmpty(complaintsOf(from, to)))
})
