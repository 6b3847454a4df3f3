import db from '@adonisjs/lucid/services/db'
import type { Workspace } from '#app/accounts/workspace'
import { DEFAULT_AI_SETTINGS, saveAiSettings } from '#app/ai/settings'
import type { AiSettings } from '#app/ai/settings'
import type { Row } from '#app/database'
import { drain } from '#app/work/worker'
import type { GraphNode } from '#app/pipelines/graph'
import { givenConnection } from '#tests/support/connections'
import { givenEvents, inbound } from '#tests/support/events'
import type { FakeOpenAi } from '#tests/support/fake_world/openai'
import { givenContact } from '#tests/support/messaging'
import { givenPipeline, onlyRun, stepsOf } from '#tests/support/pipelines'

export const KEY = 'sk-canary-of-the-ai-tests-5d1e'

export const givenRules = async (workspace: { id: string }) =>
  (await givenConnection(workspace, 'local-model', { name: 'Built-in rules' })).connection

/** OpenAI's stand-in as a connection of this workspace. */
export async function givenOpenAi(workspace: { id: string }, openai: FakeOpenAi, settings = {}) {
  openai.addKey(KEY)
  return (await givenConnection(workspace, 'openai', { credentials: { apiKey: KEY }, settings })).connection
}

export const givenAiSettings = (workspace: { id: string }, change: Partial<AiSettings>) =>
  saveAiSettings(db.connection(), workspace.id, { ...DEFAULT_AI_SETTINGS, ...change })

/** A customer writes, and a pipeline that starts with what they wrote runs as far as it goes. */
export async function whenWritten(
  workspace: Workspace,
  text: string,
  steps: { nodes: GraphNode[]; edges: { from: string; branch: string; to: string }[] },
  contact: Parameters<typeof givenContact>[1] = {}
) {
  const pipeline = await givenPipeline(workspace, {
    kind: 'service',
    trigger: { events: ['message.received'] },
    ...steps,
  })
  const contactId = await givenContact(workspace, contact)
  await givenEvents(workspace, { ...inbound(text), contactId })
  await drain()
  const run = await onlyRun(pipeline)
  return { pipeline, contactId, run, steps: await stepsOf(run) }
}

export const callsOf = (workspace: { id: string }): Promise<Row[]> =>
  db.from('ai_calls').where('workspace_id', workspace.id).orderBy('id')

export const monthRow = (workspace: { id: string }): Promise<Row> =>
  db.from('ai_months').where('workspace_id', workspace.id).firstOrFail()

export const outputOf = (step: Row | undefined): Record<string, unknown> =>
  JSON.parse(String(step?.output ?? '{}')) as Record<string, unknown>
