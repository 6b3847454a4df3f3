import db from '@adonisjs/lucid/services/db'
import type { Row } from '#app/database'
import type { StepContext } from '#app/pipelines/steps/step'
import type { ModelTurn } from '#sdk/index'
import { asData, DATA_RULE } from '../data_text.ts'
import type { ReplyConfig } from './write_reply.ts'

export const TONES = ['friendly', 'formal', 'neutral'] as const

/** The code asked for, else the contact's own language; null: that of the customer's text. */
export async function languageFor(context: StepContext<ReplyConfig>): Promise<string | null> {
  const wanted = context.config.language ?? 'contact'
  if (wanted !== 'contact') return wanted
  const { contact } = (await context.values()) as { contact?: { language?: unknown } }
  return typeof contact?.language === 'string' && contact.language !== '' ? contact.language : null
}

interface Told {
  text: string
  facts: string
  language: string | null
}

/** The team's instruction is the system text; what the customer wrote and what is known are data beside it. */
export async function conversationFor(
  { config, workspaceId }: StepContext<ReplyConfig>,
  { text, facts, language }: Told
): Promise<ModelTurn[]> {
  const workspace: Row | null = await db.from('workspaces').where('id', workspaceId).select('name').first()
  const system = [
    `You write one message to a customer, in the name of ${String(workspace?.name ?? 'the business')}.`,
    config.instruction,
    language ? `Language: ${language}` : 'Write in the language of the customer’s message.',
    `Tone: ${config.tone ?? 'friendly'}`,
    `At most ${config.max_length ?? 1000} characters. Plain text: no Markdown, no subject, no placeholders in brackets.`,
    'Promise nothing and state nothing that is neither in these lines nor among the known facts. Write no link that is not in these lines.',
    DATA_RULE,
  ]
  const known = facts.trim() ? `\n\nWhat is known:\n${asData(facts)}` : ''
  return [
    { role: 'system', text: system.join('\n') },
    { role: 'user', text: `The customer wrote:\n${asData(text)}${known}` },
  ]
}
