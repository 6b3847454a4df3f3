import type { Trx } from '#app/database'
import type { StoredEvent } from '#app/events/event'
import type { Consumer } from '#app/events/registry'
import { naturalKey } from '#app/ids'
import type { ConsentPayload } from '#sdk/index'
import { compose } from './compose.ts'

type Answer = 'stopped' | 'restored'

// Said to customers, so in the contact's language and not the viewer's. English is for everybody else.
const WORDS: Record<string, Record<Answer, string>> = {
  en: {
    stopped: 'Done: you will get no more offers from us here. Write START to get them again.',
    restored: 'Welcome back: you will get our offers here again. Write STOP at any time to end them.',
  },
  it: {
    stopped: 'Fatto: qui non riceverai più nostre offerte. Scrivi START per riceverle di nuovo.',
    restored:
      'Bentornato: qui riceverai di nuovo le nostre offerte. Scrivi STOP in qualsiasi momento per non riceverle più.',
  },
  es: {
    stopped: 'Hecho: no recibirás más ofertas nuestras por aquí. Escribe START para volver a recibirlas.',
    restored:
      'Hola de nuevo: volverás a recibir nuestras ofertas por aquí. Escribe STOP cuando quieras dejar de recibirlas.',
  },
  fr: {
    stopped: 'C’est fait : vous ne recevrez plus nos offres ici. Écrivez START pour les recevoir à nouveau.',
    restored: 'Vous recevrez à nouveau nos offres ici. Écrivez STOP à tout moment pour ne plus les recevoir.',
  },
  de: {
    stopped: 'Erledigt: Sie erhalten hier keine Angebote mehr von uns. Schreiben Sie START, um sie wieder zu erhalten.',
    restored: 'Sie erhalten unsere Angebote hier wieder. Schreiben Sie jederzeit STOP, um sie abzubestellen.',
  },
}

/**
 * Answers a written STOP or START, exactly once, by the way it came. The answer follows from the change of consent and
 * not from the word, so that a STOP from somebody who has stopped already is not answered again and again.
 */
export const keywordReplies: Consumer = {
  name: 'keyword_replies',
  listens: (_trx, event) =>
    event.type.startsWith('consent.') &&
    (event.payload as ConsentPayload).method === 'keyword' &&
    messageOf(event) !== null &&
    !answered(event),
  async consume(trx, event) {
    const inbound = await inboundMessage(trx, event)
    if (!inbound || !event.contactId) return
    const answer: Answer = event.type === 'consent.withdrawn' ? 'stopped' : 'restored'
    await compose(trx, {
      workspaceId: event.workspaceId,
      naturalKey: naturalKey('reply', inbound.id),
      contactId: event.contactId,
      purpose: 'service',
      content: { kind: 'text', text: WORDS[await languageOf(trx, event)][answer] },
      values: { contact: {} },
      connectionId: inbound.connection_id,
      eventId: event.id,
      replyTo: inbound.provider_id,
    })
  },
}

const messageOf = (event: StoredEvent): string | null => (event.payload as ConsentPayload).proof?.message ?? null

/** Some providers answer by themselves, and two answers to one STOP would be one too many. */
const answered = (event: StoredEvent): boolean => (event.payload as ConsentPayload).proof?.answered_by !== undefined

const inboundMessage = (
  trx: Trx,
  event: StoredEvent
): Promise<{ id: string; connection_id: string; provider_id: string } | null> =>
  trx
    .from('messages')
    .where({
      workspace_id: event.workspaceId,
      contact_id: event.contactId,
      provider_id: messageOf(event),
      direction: 'in',
    })
    .first()

async function languageOf(trx: Trx, event: StoredEvent): Promise<string> {
  const contact = await trx
    .from('contacts')
    .select('language')
    .where('id', event.contactId ?? '')
    .first()
  const workspace = await trx.from('workspaces').select('locale').where('id', event.workspaceId).first()
  const known = [contact?.language, workspace?.locale].map((language) =>
    String(language ?? '')
      .slice(0, 2)
      .toLowerCase()
  )
  return known.find((language) => language in WORDS) ?? 'en'
}
