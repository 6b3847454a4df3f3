import { stems } from './words.ts'

/** What customers of a shop write about, in both languages. Each subject is known by its words. */
const SUBJECTS = {
  order_status:
    'ordine pacco spedizione spedito consegna arriva arrivato arrivare corriere tracking tracciamento dove order parcel package shipping shipped shipment delivery delivered arrive arrived courier track where status',
  return:
    'reso restituire rendere rimandare cambio cambiare sostituire rimborso rimborsare return refund exchange replace replacement send back money',
  complaint:
    'reclamo rotto difettoso danneggiato sbagliato problema inaccettabile deluso lamentela guasto manca mancante complaint broken damaged defective wrong problem issue unacceptable disappointed missing faulty',
  price:
    'prezzo costo costa quanto sconto preventivo offerta listino tariffa economico price cost much discount quote quotation offer estimate cheap rate',
  availability:
    'disponibile disponibilita magazzino taglia misura colore esaurito available availability stock size colour color sold out',
  purchase:
    'comprare acquistare ordinare acquisto interessato interessa prenotare buy purchase order interested interest book demo',
  cancellation: 'annullare annulla cancellare disdire disdetta recesso cancel cancellation unsubscribe withdraw',
  payment:
    'pagare pagamento bonifico carta paypal rata rate addebito addebitato pay payment transfer card charge charged instalment checkout',
  invoice: 'fattura fatturazione ricevuta partita iva invoice receipt billing vat',
  appointment:
    'appuntamento visita prenotazione chiamata richiamare telefonata incontro consulenza appointment visit booking call callback meeting consultation schedule',
  support:
    'aiuto assistenza supporto funziona istruzioni montare installare help support assistance work working setup install instructions',
  person: 'operatore persona umano parlare responsabile human agent operator person speak someone representative',
  thanks: 'grazie gentilissimi ringrazio thanks thank grateful appreciate',
  greeting: 'ciao salve buongiorno buonasera hello hi morning evening hey',
} as const

export type Subject = keyof typeof SUBJECTS

const KNOWN = Object.entries(SUBJECTS).map(([subject, words]) => ({
  subject: subject as Subject,
  words: new Set(stems(words)),
}))

/** What is broken is a complaint, whatever else the text names. */
const WEIGHTS: Partial<Record<Subject, number>> = { complaint: 1.6, greeting: 0.5, thanks: 0.5 }

/** How strongly a text speaks of each subject, by the words found. */
export function subjectsIn(text: string): Map<Subject, number> {
  const found = [...new Set(stems(text))]
  return new Map(
    KNOWN.map(({ subject, words }): [Subject, number] => [
      subject,
      found.filter((word) => words.has(word)).length * (WEIGHTS[subject] ?? 1),
    ])
      .filter(([, weight]) => weight > 0)
      .sort(([, a], [, b]) => b - a)
  )
}
