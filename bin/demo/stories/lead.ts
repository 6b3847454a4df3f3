import { figuresOf } from '../figures.ts'
import type { Figures } from '../figures.ts'
import { MissingHop } from '../ledger.ts'
import type { Narrator } from '../narrator.ts'
import { HubSpot, Meta, Stripe } from '../stands.ts'
import { World } from '../world.ts'
import { leadPipeline } from './lead_pipeline.ts'

const SARA = { nome: 'Sara', telefono: '+39 347 000 0303', mail: 'sara.conti@example.com' }

const FORM = {
  connector: 'inbound-webhook',
  credentials: {},
  settings: {
    proof: 'token',
    idPath: 'id',
    phonePath: 'chi.telefono',
    emailPath: 'chi.mail',
    firstNamePath: 'chi.nome',
    whatsappConsentPath: 'consenso',
    consentPurpose: 'transactional',
    consentWording: 'Sì, scrivetemi su WhatsApp per la mia richiesta.',
    values: 'message = messaggio',
  },
}

/** A form comes in, the CRM hears of it, a model reads it, WhatsApp answers with a payment link, and the deal is won. */
export async function playLead(say: Narrator): Promise<Figures> {
  const [meta, hubspot, stripe] = [new Meta(), new HubSpot(), new Stripe()]
  const world = new World('lead', [meta, hubspot, stripe])
  try {
    await world.open()
    const model = { connector: 'local-model', credentials: {}, settings: {} }
    const parts = [FORM, hubspot.part(), model, meta.whatsapp(), stripe.part(), meta.dataset('website')]
    await world.begin({ parts, channel: 'whatsapp', pipelines: [leadPipeline] }, 3_000)
    meta.graph.webhookUrl = world.prepared.endpoints.whatsapp ?? null
    say.story('From a form to a deal')
    await tell({ world, hubspot, stripe }, say)
    await meta.graph.idle()
    return figuresOf(world.ledger)
  } finally {
    await world.end()
  }
}

interface Scene {
  world: World
  hubspot: HubSpot
  stripe: Stripe
}

async function tell({ world, hubspot, stripe }: Scene, say: Narrator): Promise<void> {
  const { ledger } = world
  await sendForm(world)
  const event = await ledger.row(
    'webhook.received',
    "SELECT * FROM events WHERE workspace_id = ? AND type = 'webhook.received'"
  )
  say.hop('event', 'webhook.received: a form, with its consent', { id: event.id, contact: event.contact_id })
  await ledger.row('the consent', "SELECT * FROM consents WHERE workspace_id = ? AND method = 'form'")
  const run = await ledger.row(
    'the run',
    'SELECT * FROM runs WHERE workspace_id = ? AND event_id = ?',
    String(event.id)
  )
  const step = (node: string) =>
    ledger.row(
      `the step ${node}`,
      "SELECT * FROM step_runs WHERE workspace_id = ? AND run_id = ? AND node = ? AND state = 'done'",
      String(run.id),
      node
    )
  const crm = await step('crm')
  if (hubspot.contacts.length !== 1) throw new MissingHop('one contact in HubSpot')
  say.hop('step', 'HubSpot has her as a contact', { id: crm.id })
  const what = await step('what')
  say.hop('step', `the model reads: ${intentOf(what.output)}`, { id: what.id })
  const deal = await step('deal')
  say.hop('step', 'a deal in HubSpot', { id: deal.id })

  const payment = await ledger.row('the payment', 'SELECT * FROM payments WHERE workspace_id = ?')
  const message = await ledger.row(
    'the message',
    'SELECT * FROM messages WHERE workspace_id = ? AND run_id = ? AND provider_id IS NOT NULL',
    String(run.id)
  )
  say.hop('message', 'WhatsApp with the payment link', { id: message.id, provider_id: message.provider_id })
  const link = await ledger.row(
    'the short link',
    'SELECT * FROM links WHERE workspace_id = ? AND message_id = ?',
    String(message.id)
  )
  const payPage = await world.tap(`${process.env.APP_URL}/l/${String(link.code)}`)
  const landed = await world.tap(payPage)
  const [session] = stripe.sessions()
  if (!session?.url || !landed.startsWith(String(session.url)))
    throw new MissingHop('the way from the link to Stripe’s page')
  say.hop('click', 'the link opens Stripe’s page, made only now', { payment: payment.id, session: session.id })

  await stripe.account.pay(String(session.id))
  const paid = await ledger.row(
    'the payment’s end',
    "SELECT * FROM payments WHERE workspace_id = ? AND state = 'succeeded'"
  )
  say.hop('payment', '€180.00 paid, told by Stripe’s signed webhook', { id: paid.id })
  const won = await step('won')
  if (hubspot.stageOfDeal() !== 'closedwon') throw new MissingHop('the deal won in HubSpot')
  say.hop('step', 'the deal is won in HubSpot', { id: won.id })
  const thanks = await ledger.row(
    'the thanks',
    "SELECT * FROM messages WHERE workspace_id = ? AND run_id = ? AND preview LIKE '%acconto ricevuto%' AND delivered_at IS NOT NULL",
    String(run.id)
  )
  say.hop('message', 'she is thanked', { id: thanks.id })
  const ended = await ledger.row(
    'the end of the run',
    "SELECT * FROM runs WHERE workspace_id = ? AND id = ? AND state = 'completed'",
    String(run.id)
  )
  say.hop('run', 'completed', { id: ended.id })
}

const intentOf = (output: unknown): string => String((JSON.parse(String(output)) as { intent?: string }).intent)

async function sendForm({ prepared }: World): Promise<void> {
  const body = { id: 'form-7', chi: SARA, messaggio: 'Vorrei un preventivo per le luci del soggiorno.', consenso: true }
  const url = prepared.endpoints[FORM.connector] ?? ''
  const answer = await fetch(`${process.env.APP_URL}${new URL(url).pathname}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'authorization': `Bearer ${prepared.secrets[FORM.connector]}` },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new MissingHop(`the form, which was answered ${answer.status}`)
}
