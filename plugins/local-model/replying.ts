import { find } from './extracting.ts'
import { detect } from './languages.ts'
import { subjectsIn } from './lexicon.ts'
import type { Subject } from './lexicon.ts'
import { sentimentOf } from './sentiment.ts'

/** What there is to say about a subject; `{order}` becomes the order's number, or nothing. */
type Sentences = Partial<Record<Subject, string>> & { rest: string }

interface Phrases extends Sentences {
  hello: string
  formally: string
  sorry: string
  glad: string
  bye: string
}

const PHRASES: Record<'it' | 'en', Phrases> = {
  it: {
    hello: 'Ciao{name}, grazie per averci scritto.',
    formally: 'Gentile cliente, grazie per averci scritto.',
    sorry: 'Ci dispiace per il disagio.',
    glad: 'Ci fa molto piacere.',
    bye: 'A presto!',
    order_status: 'Controlliamo subito l’ordine{order} e ti diciamo dove si trova.',
    return: 'Ti spieghiamo subito come fare il reso{order}.',
    complaint: 'Vediamo subito che cosa è successo e come rimediare.',
    price: 'Ti mandiamo subito i prezzi.',
    availability: 'Controlliamo la disponibilità e ti rispondiamo a breve.',
    purchase: 'Ti mandiamo subito tutto ciò che serve per l’acquisto.',
    cancellation: 'Ci occupiamo subito dell’annullamento{order}.',
    payment: 'Controlliamo subito il pagamento{order}.',
    invoice: 'Ti mandiamo la fattura al più presto.',
    appointment: 'Ti proponiamo subito un orario.',
    support: 'Ti aiutiamo volentieri.',
    person: 'Ti mettiamo in contatto con una persona del nostro team.',
    rest: 'Guardiamo la tua richiesta e ti rispondiamo a breve.',
  },
  en: {
    hello: 'Hi{name}, thank you for writing to us.',
    formally: 'Dear customer, thank you for writing to us.',
    sorry: 'We are sorry for the trouble.',
    glad: 'We are very glad to hear it.',
    bye: 'Talk to you soon!',
    order_status: 'We are checking your order{order} and will tell you where it is.',
    return: 'We will explain right away how to return it{order}.',
    complaint: 'We will find out what happened and put it right.',
    price: 'We will send you our prices right away.',
    availability: 'We are checking what is available and will answer shortly.',
    purchase: 'We will send you all you need to buy it right away.',
    cancellation: 'We are taking care of the cancellation{order}.',
    payment: 'We are checking the payment{order}.',
    invoice: 'We will send you the invoice as soon as possible.',
    appointment: 'We will suggest a time right away.',
    support: 'We are happy to help.',
    person: 'We are putting you in touch with a person of our team.',
    rest: 'We are looking at your request and will answer shortly.',
  },
}

const NO_SUBJECTS: Subject[] = ['greeting', 'thanks']

/**
 * A reply put together from sentences. Of the instructions it understands three things: a line `Language: it`, a line
 * `Tone: formal`, and what stands in double quotes, which is said word for word. `known` may hold `Customer name: …`.
 */
export function reply(instructions: string, text: string, known = instructions): string {
  const language = lineOf(instructions, 'language') ?? detect(text).language
  const phrases = PHRASES[language.slice(0, 2) === 'it' ? 'it' : 'en']
  const formal = /formal(?!e?\s*no)/i.test(lineOf(instructions, 'tone') ?? '') && !/informal/i.test(instructions)
  const { sentiment } = sentimentOf(text)
  const quoted = [...instructions.matchAll(/["“]([^"”]{3,400})["”]/g)].map((match) => match[1])
  const sentences = [
    formal ? phrases.formally : phrases.hello,
    ...(sentiment === 'negative' ? [phrases.sorry] : sentiment === 'positive' ? [phrases.glad] : []),
    ...(quoted.length > 0 ? quoted : [aboutOf(phrases, text)]),
    ...(formal ? [] : [phrases.bye]),
  ]
  const name = lineOf(known, 'customer name') ?? find('person', text)?.split(' ')[0]
  return sentences
    .join(' ')
    .replace('{name}', name ? ` ${name}` : '')
    .replace('{order}', orderIn(text))
}

function aboutOf(phrases: Phrases, text: string): string {
  const subject = [...subjectsIn(text).keys()].find((each) => !NO_SUBJECTS.includes(each))
  return (subject && phrases[subject]) ?? phrases.rest
}

function orderIn(text: string): string {
  const order = find('order', text)
  return order ? ` ${order}` : ''
}

function lineOf(instructions: string, name: string): string | null {
  const line = new RegExp(`^\\s*${name}:\\s*(.{1,60}?)\\s*$`, 'im').exec(instructions)
  return line ? line[1] : null
}
