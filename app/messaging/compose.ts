import { contactValues } from '#app/contacts/contact_values'
import { clock } from '#app/clock'
import { insertNew } from '#app/database'
import type { Row, Trx } from '#app/database'
import { newId } from '#app/ids'
import { bell } from '#app/work/bell'
import type { Lane } from '#app/work/bell'
import type { ChannelName, MessageContent } from '#sdk/index'
import { rememberedChannel, rememberedWorkspace } from './configuration.ts'
import { laneFor } from './draft.ts'
import type { MessageDraft } from './draft.ts'
import { sendWithin } from './expiry.ts'
import { factsFor } from './facts.ts'
import { fillContent, fillTemplate, plainText } from './filling.ts'
import type { Filled, Filling } from './filling.ts'
import { guard } from './guard.ts'
import type { Case, Facts } from './guard/case.ts'
import type { Answer } from './guard/rule.ts'
import { Message } from './message.ts'
import { LinkMaker } from './short_links.ts'
import { chooseTemplate } from './template_choice.ts'
import type { ChosenTemplate } from './template_choice.ts'

const PREVIEW_LENGTH = 200

/**
 * Makes a message: fills it in, asks the guard to explain, and stores it as queued, delayed or refused, with every
 * verdict. Never throws for a refusal. The same natural key answers the first message and changes nothing.
 */
export async function compose(trx: Trx, draft: MessageDraft): Promise<Message> {
  const written = await write(trx, draft)
  const decision = (await guard(trx, [written.kase])).get(draft.naturalKey) ?? { answer: { verdict: 'allow' as const }, verdicts: [] }
  const row = rowOf(draft, written, decision.answer, JSON.stringify(decision.verdicts))

  const [inserted] = await insertNew(trx, 'messages', [row])
  if (!inserted) return firstOne(trx, draft)
  await written.links.store(trx, { id: row.id, workspaceId: draft.workspaceId, contactId: draft.contactId })
  if (row.state === 'queued') trx.after('commit', () => bell.ring(row.lane as Lane, 'messages'))
  return hydrate(row)
}

interface Written {
  kase: Case
  content: MessageContent
  medium: ChannelName
  template: ChosenTemplate | null
  links: LinkMaker
}

async function write(trx: Trx, draft: MessageDraft): Promise<Written> {
  const workspace = await rememberedWorkspace(trx, draft.workspaceId)
  const channel = await rememberedChannel(trx, draft.workspaceId, draft)
  const known = { workspace, connection: channel?.facts ?? null, approval: null }
  const asked = { id: draft.naturalKey, workspaceId: draft.workspaceId, contactId: draft.contactId, connectionId: channel?.id ?? null, templateVersionId: null }
  const facts = (await factsFor(trx, [asked], known)).get(draft.naturalKey) ?? { ...known, contact: null, conversation: null }

  const choice = draft.template ? await choose(trx, draft, draft.template, facts, asked.connectionId) : null
  const template = choice?.ok ? choice.template : null
  const links = new LinkMaker()
  const filled = choice && !choice.ok ? choice : await fill(trx, draft, template, facts, links)
  const now = clock.now()
  return {
    kase: {
      ...asked,
      contactId: draft.contactId,
      runId: draft.runId ?? null,
      purpose: draft.purpose,
      kind: draft.template ? 'template' : (draft.content?.kind ?? 'text'),
      templateId: choice?.ok === false ? choice.templateId : (template?.templateId ?? null),
      templateVersionId: template?.versionId ?? null,
      sendBefore: draft.sendBefore ?? now + sendWithin(draft.purpose),
      flaw: filled.ok ? null : { code: filled.code, params: filled.params },
      deciding: false,
      now,
      facts: { ...facts, approval: template?.approval ?? null },
    },
    content: filled.ok ? filled.content : { kind: 'text', text: '' },
    medium: facts.connection?.channel?.medium ?? draft.medium ?? 'whatsapp',
    template,
    links,
  }
}

const choose = (trx: Trx, draft: MessageDraft, template: string, facts: Facts, connectionId: string | null) =>
  chooseTemplate(trx, {
    workspaceId: draft.workspaceId,
    template,
    connectionId,
    needsApproval: facts.connection?.channel?.templateApproval ?? false,
    contactLanguage: facts.contact?.language ?? null,
    workspaceLanguage: facts.workspace?.locale ?? 'en',
  })

async function fill(trx: Trx, draft: MessageDraft, template: ChosenTemplate | null, facts: Facts, links: LinkMaker): Promise<Filled> {
  const values = draft.values?.contact ? draft.values : { ...draft.values, ...(await contactValues(trx, draft.contactId)) }
  const filling: Filling = {
    values,
    locale: localeOf(facts, template),
    timezone: facts.contact?.timezone ?? facts.workspace?.timezone ?? 'UTC',
    currency: facts.workspace?.currency ?? 'EUR',
    shorten: (url, label) => links.make(url, label),
  }
  if (template) return fillTemplate({ ...template, approved: facts.connection?.channel?.templateApproval ?? false }, filling)
  return fillContent(draft.content ?? { kind: 'text', text: '' }, filling)
}

/** Figures and dates are written in the language of the text, in the contact's own region of it where that is known. */
function localeOf({ contact, workspace }: Facts, template: ChosenTemplate | null): string {
  const own = contact?.language?.replace('_', '-')
  const text = template?.language.replace('_', '-')
  if (!text) return own ?? workspace?.locale ?? 'en'
  return own?.split('-')[0] === text.split('-')[0] && own.includes('-') ? own : text
}

type MessageInsert = Row & { id: string; state: string; lane: string }

function rowOf(draft: MessageDraft, { kase, content, medium, template }: Written, answer: Answer, verdicts: string): MessageInsert {
  const state = answer.verdict === 'allow' ? 'queued' : answer.verdict === 'delay' ? 'delayed' : 'refused'
  return {
    id: newId('message'),
    workspace_id: draft.workspaceId,
    natural_key: draft.naturalKey,
    direction: 'out',
    medium,
    connection_id: kase.connectionId,
    contact_id: draft.contactId,
    conversation_id: kase.facts.conversation?.id ?? null,
    run_id: draft.runId ?? null,
    step_run_id: draft.stepRunId ?? null,
    event_id: draft.eventId ?? null,
    leg: draft.leg ?? 0,
    purpose: draft.purpose,
    kind: kase.kind,
    template_id: kase.templateId,
    template_version_id: kase.templateVersionId,
    language: template?.language ?? null,
    content: JSON.stringify(content),
    preview: plainText(content).slice(0, PREVIEW_LENGTH),
    reply_to: draft.replyTo ?? null,
    code: answer.verdict === 'allow' ? null : answer.code,
    params: answer.verdict === 'allow' || !answer.params ? null : JSON.stringify(answer.params),
    verdicts,
    send_before: kase.sendBefore,
    lane: draft.lane ?? laneFor(draft.purpose),
    state,
    // A delay beyond the last moment ends there, as expired.
    due_at: answer.verdict === 'delay' ? Math.min(answer.until, kase.sendBefore) : state === 'queued' ? kase.now : null,
    created_at: kase.now,
    updated_at: kase.now,
  }
}

async function firstOne(trx: Trx, { workspaceId, naturalKey }: MessageDraft): Promise<Message> {
  return hydrate(await trx.from('messages').where({ workspace_id: workspaceId, natural_key: naturalKey }).firstOrFail())
}

function hydrate(row: Row): Message {
  return Message.$createFromAdapterResult(row) as Message
}
