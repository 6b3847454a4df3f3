import type { Implementation } from '#sdk/index'
import { EMBEDDING_MODEL, vectorsOf } from './embedding.ts'
import { answer, CHAT_MODEL } from './responding.ts'

/** One for each workspace: there is no account anywhere. */
export const check: Implementation['check'] = async ({ workspaceId }) => ({
  account: `local/${workspaceId}`,
  label: 'This server',
  missingScopes: [],
  warnings: [],
})

export const model: Implementation['model'] = {
  respond: async (_context, conversation, request) => answer(conversation, request),
  embed: async (_context, texts) => vectorsOf(texts),
  models: async () => [
    { id: CHAT_MODEL, tasks: ['chat'] },
    { id: EMBEDDING_MODEL, tasks: ['embedding'] },
  ],
  prices: () =>
    [CHAT_MODEL, EMBEDDING_MODEL].map((model) => ({
      model,
      currency: 'USD',
      input: 0,
      cached: 0,
      output: 0,
      source: 'plugins/local-model',
      asOf: '2026-11',
    })),
  capabilities: async () => ({
    models: { chat: CHAT_MODEL, embedding: EMBEDDING_MODEL, transcription: null },
    tools: true,
    structured: true,
    streaming: true,
  }),
}
