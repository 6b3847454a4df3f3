import { eld } from 'eld/small'
import { plain } from './words.ts'

/** Too short for statistics, too common to be got wrong. */
const SHORT: Record<string, string> = {
  ciao: 'it', grazie: 'it', buongiorno: 'it', buonasera: 'it', salve: 'it', si: 'it', ok: 'en', prego: 'it', perche: 'it',
  hi: 'en', hello: 'en', thanks: 'en', thank: 'en', yes: 'en', no: 'en', please: 'en', bye: 'en', why: 'en',
  hola: 'es', gracias: 'es', bonjour: 'fr', merci: 'fr', hallo: 'de', danke: 'de', ola: 'pt', obrigado: 'pt',
} // prettier-ignore

export interface Detected {
  /** ISO 639-1; `en` where nothing can be told. */
  language: string
  /** 0 to 1. */
  confidence: number
}

export function detect(text: string): Detected {
  const words = plain(text)
    .split(/[^a-z]+/)
    .filter(Boolean)
  if (words.length < 3) {
    const known = words.map((word) => SHORT[word]).find(Boolean)
    if (known) return { language: known, confidence: 0.8 }
  }
  const found = eld.detect(text)
  if (!found.language) return { language: 'en', confidence: 0 }
  const sure = found.isReliable() ? 0.95 : 0.6
  return { language: found.language, confidence: words.length < 3 ? Math.min(sure, 0.5) : sure }
}
