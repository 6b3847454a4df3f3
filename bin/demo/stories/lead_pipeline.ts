import type { OwnPipeline } from '../cast.ts'

const name = (source: string, sample: string, fallback: string) => ({ name: 'first_name', source, sample, fallback })

const template = (key: string, body: string, buttons: object[] = []) => ({
  name: key,
  purpose: 'transactional',
  variants: [
    {
      language: 'it',
      content: { header: null, body, footer: null, buttons },
      variables: [name('contact.first_name', 'Sara', 'ciao')],
    },
  ],
})

const deal = { amount: '180.00', currency: 'EUR' }

/** A form is sent in; whoever asks for an offer becomes a deal, is asked for the deposit, and is won once it is paid. */
export const leadPipeline: OwnPipeline = {
  name: 'From a form to a deal',
  templates: [
    template(
      'offer_with_deposit',
      'Ciao {{ first_name }}, grazie della richiesta! Con un acconto di 180 € fissiamo la consulenza.',
      [{ kind: 'url', title: 'Versa l’acconto', url: '{{ payment.url }}', tracked: true }]
    ),
    template('deposit_received', 'Grazie {{ first_name }}, acconto ricevuto: ti chiamiamo domani.'),
  ],
  graph: {
    kind: 'transactional',
    trigger: { events: ['webhook.received'], fresh_for: '24h' },
    entry: { rule: 'always' },
    exits: [],
    goal: null,
    priority: 0,
    nodes: [
      {
        id: 'crm',
        type: 'connector_action',
        name: 'Contact in HubSpot',
        config: {
          connection: '@hubspot',
          action: 'upsertContact',
          input: { phone: '{{ contact.phone }}', email: '{{ contact.email }}', firstName: '{{ contact.first_name }}' },
        },
      },
      {
        id: 'what',
        type: 'classify',
        name: 'What do they want?',
        config: {
          connection: '@local-model',
          text: '{{ event.values.message }}',
          intents: [
            {
              name: 'offer',
              description: 'Asks for a price, an offer, a quotation',
              examples: ['Vorrei un preventivo'],
            },
            { name: 'support', description: 'Has a problem with something bought', examples: ['Non funziona'] },
          ],
        },
      },
      {
        id: 'which',
        type: 'condition',
        name: 'An offer?',
        config: {
          branches: [
            {
              name: 'offer',
              title: 'Wants an offer',
              where: { path: 'steps.what.intent', op: 'equals', value: 'offer' },
            },
          ],
        },
      },
      {
        id: 'deal',
        type: 'connector_action',
        name: 'Deal in HubSpot',
        config: {
          connection: '@hubspot',
          action: 'createDeal',
          input: {
            contactId: '{{ steps.crm.contactId }}',
            title: 'Lights for {{ contact.first_name }}',
            stage: 'Offer',
            ...deal,
          },
        },
      },
      {
        id: 'link',
        type: 'payment_link',
        name: 'Ask for the deposit',
        config: {
          amount: deal.amount,
          currency: deal.currency,
          title: 'Acconto per la consulenza',
          connection: '@stripe',
        },
      },
      {
        id: 'offer',
        type: 'send_message',
        name: 'Send the offer',
        config: { legs: [{ template: 'offer_with_deposit' }] },
      },
      {
        id: 'paid',
        type: 'wait',
        name: 'Until it is paid',
        config: { mode: 'event', events: ['payment.succeeded'], scope: 'subject', timeout: '3d' },
      },
      {
        id: 'won',
        type: 'connector_action',
        name: 'Deal won',
        config: {
          connection: '@hubspot',
          action: 'updateDeal',
          input: { dealId: '{{ steps.deal.dealId }}', stage: 'Closed won', ...deal },
        },
      },
      {
        id: 'thanks',
        type: 'send_message',
        name: 'Say thank you',
        config: { legs: [{ template: 'deposit_received' }] },
      },
      { id: 'over', type: 'end', name: 'Nothing to do here', config: {} },
    ],
    edges: [
      { from: 'trigger', branch: 'next', to: 'crm' },
      { from: 'crm', branch: 'next', to: 'what' },
      { from: 'what', branch: 'next', to: 'which' },
      { from: 'which', branch: 'offer', to: 'deal' },
      { from: 'which', branch: 'else', to: 'over' },
      { from: 'deal', branch: 'next', to: 'link' },
      { from: 'link', branch: 'next', to: 'offer' },
      { from: 'offer', branch: 'sent', to: 'paid' },
      { from: 'paid', branch: 'event', to: 'won' },
      { from: 'paid', branch: 'timeout', to: 'over' },
      { from: 'won', branch: 'next', to: 'thanks' },
    ],
  },
}
