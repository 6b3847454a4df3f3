import { normalise } from './search.ts'

/** Words that count in every language: people mix them. They hold without accents and in lower case. */
const STOP: Record<string, string[]> = {
  en: ['stop', 'stopall', 'stop all', 'unsubscribe', 'opt out', 'optout'],
  it: [
    'basta',
    'cancellami',
    'disiscrivimi',
    'disiscrizione',
    'cancella iscrizione',
    'rimuovimi',
    'non scrivermi piu',
    'non scrivetemi piu',
  ],
  de: ['stopp', 'abmelden', 'abbestellen', 'austragen'],
  fr: ['arret', 'arreter', 'desinscription', 'desabonner', 'me desabonner', 'desinscrire'],
  es: ['baja', 'darme de baja', 'parar', 'alto', 'cancelar suscripcion', 'no mas mensajes'],
  pt: ['sair', 'descadastrar', 'cancelar inscricao', 'nao quero mais'],
  nl: ['stoppen', 'afmelden', 'uitschrijven'],
}

/** What carriers also take for STOP. Elsewhere "cancel" may be about an order. */
const STOP_IN_SMS = ['cancel', 'end', 'quit', 'revoke', 'annulla']

const START: Record<string, string[]> = {
  en: ['start', 'unstop', 'subscribe', 'resume'],
  it: ['inizia', 'riprendi', 'iscrivimi', 'riattiva', 'ricomincia'],
  de: ['starten', 'anmelden', 'fortsetzen'],
  fr: ['commencer', 'reprendre', 'reabonner', 'me reabonner'],
  es: ['iniciar', 'alta', 'reanudar'],
  pt: ['comecar', 'retomar', 'voltar'],
  nl: ['beginnen', 'aanmelden', 'hervatten'],
}

export interface CustomWords {
  stop: string[]
  start: string[]
}

const stopWords = new Set(Object.values(STOP).flat())
const startWords = new Set(Object.values(START).flat())
const LONGEST = 40

/**
 * Whether the whole message is one of the words: `Stop!`, `BASTA`, `Non scrivermi più`. A sentence that merely holds
 * one is for a person to read.
 */
export function keywordOf(
  text: string | null | undefined,
  channel: string,
  custom: CustomWords = { stop: [], start: [] }
): 'stop' | 'start' | null {
  if (!text || text.length > LONGEST) return null
  const words = plain(text)
  if (!words) return null
  if (stopWords.has(words) || (channel === 'sms' && STOP_IN_SMS.includes(words))) return 'stop'
  if (custom.stop.some((word) => plain(word) === words)) return 'stop'
  if (startWords.has(words) || custom.start.some((word) => plain(word) === words)) return 'start'
  return null
}

const plain = (text: string): string => normalise(text.replace(/[^\p{L}\p{M}\p{N}\s]/gu, ' '))
