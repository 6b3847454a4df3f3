import { contactValues } from '#app/contacts/contact_values'
import { clock } from '#app/clock'
import { insert, insertNew } from '#app/database'
import type { Row, Trx } from '#app/database'
import { together } from '#app/together'
import { bell } from '#app/work/bell'
import type { Lane } from '#app/work/bell'
import type { ChannelName, MessageContent } from '#sdk/index'
import { address } from './addressing.ts'
import type { Addressed } from './addressing.ts'
import { laneFor } from './draft.ts'
import type { MessageDraft } from './draft.ts'
import { sendWithin } from './expiry.ts'
import { fillContent, fillTemplate, plainText } from '#app/templates/filling'
import type { Filled, Filling } from '#app/templates/filling'
import { guard } from './guard.ts'
import type { Decision } from './guard.ts'
import type { Case, Facts } from './guard/case.ts'
import type { Answer } from './guard/rule.ts'
import { Message } from './message.ts'
import { LinkMaker } from '#app/links/short_links'
import { chooseTemplate } from '#app/templates/template_choice'
import type { ChosenTemplate } from '#app/templates/template_choice'

const PREVIEW_LENGTH = 200

/**
 * Makes a message: fills it in, asks the guard to explain, and stores it as queued, delayed or refused, with every
 * verdict. Never throws for a refusal. The same natural key answers the first message and changes nothing.
 */
export const compose: (trx: Trx, draft: MessageDraft) => Promise<Message> = together(composeAll)

async function composeAll(trx: Trx, drafts: MessageDraft[]): Promise<Message[]> {
  const written = await write(trx, drafts)
  const decisions = await guard(
    trx,
    written.map(({ kase }) => kase)
  )
  const rows = written.map((one) => rowOf(one, decisions.get(one.kase.id)))

  const inserted = new Set((await insertNew(trx, 'messages', rows)).map(({ id }) => id))
  const fresh = written.filter(({ kase }) => inserted.has(kase.id))
  await insert(
    trx,
    'links',
    fresh.flatMap(({ links, kase }) => links.rowsFor(kase))
  )
  const lanes = new Set(
    rows.filter(({ id, state }) => inserted.has(id) && state === 'queued').map(({ lane }) => lane as Lane)
  )
  if (lanes.size > 0) trx.after('commit', () => lanes.forEach((lane) => bell.ring(lane, 'messages')))

  const messages: Message[] = []
  for (const [index, row] of rows.entries())
    messages.push(inserted.has(row.id) ? hydrate(row) : await firstOne(trx, drafts[index]))
  return messages
}

interface Written {
  draft: MessageDraft
  kase: Case
  content: MessageContent
  medium: ChannelName
  template: ChosenTemplate | null
  links: LinkMaker
}

async function write(trx: Trx, drafts: MessageDraft[]): Promise<Written[]> {
  const addressed = await address(trx, drafts)
  return Promise.all(addressed.map((one) => writeOne(trx, one)))
}

async function writeOne(trx: Trx, { draft, asked, facts }: Addressed): Promise<Written> {
  const choice = draft.template ? await choose(trx, draft, draft.template, facts, asked.connectionId) : null
  const template = choice?.ok ? choice.template : null
  const links = new LinkMaker()
  const filled = choice && !choice.ok ? choice : await fill(trx, draft, template, facts, links)
  const now = clock.now()
  return {
    draft,
    kase: {
      ...asked,
      contactId: draft.contactId,
      runId: draft.runId ?? null,
      stepRunId: draft.stepRunId ?? null,
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

async function fill(
  trx: Trx,
  draft: MessageDraft,
  template: ChosenTemplate | null,
  facts: Facts,
  links: LinkMaker
): Promise<Filled> {
  const values = draft.values?.contact
    ? draft.values
    : { ...draft.values, ...(await contactValues(trx, draft.contactId)) }
  const filling: Filling = {
    values,
    locale: localeOf(facts, template),
    timezone: facts.contact?.timezone ?? facts.workspace?.timezone ?? 'UTC',
    currency: facts.workspace?.currency ?? 'EUR',
    shorten: (url, label) => links.make(url, label),
  }
  if (template)
    return fillTemplate({ ...template, approved: facts.connection?.channel?.templateApproval ?? false }, filling)
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

function rowOf({ draft, kase, content, medium, template }: Written, decision: Decision | undefined): MessageInsert {
  const answer: Answer = decision?.answer ?? { verdict: 'allow' }
  const state = answer.verdict === 'allow' ? 'queued' : answer.verdict === 'delay' ? 'delayed' : 'refused'
  return {
    id: kase.id,
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
    instead_of: draft.insteadOf ? JSON.stringify(draft.insteadOf) : null,
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
    verdicts: JSON.stringify(decision?.verdicts ?? []),
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
