import vine from '@vinejs/vine'
import { defineEvent } from './definition.ts'
import { euros, id, maybeInstant, maybeText, money, SAMPLE_TIME } from './parts.ts'

const lead = () =>
  vine.create({ leadId: id(), source: maybeText(), value: money().nullable().optional(), stage: maybeText() })

/** A CRM that tells of a change by id alone does not say the deal's title. */
const deal = () =>
  vine.create({
    dealId: id(),
    title: maybeText(),
    stage: maybeText(),
    value: money().nullable().optional(),
    version: maybeInstant(),
  })

const leadSample = { leadId: 'L-204', source: 'showroom form', value: euros(90_000) }
const dealSample = {
  dealId: 'D-77',
  title: 'Lights for Hotel Ninfea',
  stage: 'offer',
  value: euros(420_000),
  version: SAMPLE_TIME,
}

export const crmEvents = [
  defineEvent({
    type: 'lead.created',
    title: 'A lead was created',
    kind: 'milestone',
    schema: lead(),
    sample: leadSample,
  }),
  defineEvent({
    type: 'lead.qualified',
    title: 'A lead was qualified',
    kind: 'milestone',
    schema: lead(),
    sample: leadSample,
  }),
  defineEvent({ type: 'deal.updated', title: 'A deal changed', kind: 'revision', schema: deal(), sample: dealSample }),
  defineEvent({
    type: 'deal.won',
    title: 'A deal was won',
    kind: 'milestone',
    schema: deal(),
    sample: { ...dealSample, stage: 'won' },
  }),
  defineEvent({
    type: 'deal.lost',
    title: 'A deal was lost',
    kind: 'milestone',
    schema: deal(),
    sample: { ...dealSample, stage: 'lost' },
  }),
]
