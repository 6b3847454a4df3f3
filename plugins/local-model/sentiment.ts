import { plain } from './words.ts'

const GOOD =
  /\b(grazi\w*|ottim\w*|perfett\w*|bell\w*|bravi\w*|content\w*|felic\w*|gentil\w*|eccellent\w*|fantastic\w*|consigli\w*|thank\w*|great|perfect\w*|love\w*|nice|happy|excellent|awesome|amazing|good|wonderful|recommend\w*)\b/g
const BAD =
  /\b(pessim\w*|rott[oaie]|delus\w*|arrabbiat\w*|inaccettabil\w*|vergogn\w*|mai piu|truff\w*|schif\w*|problem\w*|ritard\w*|sbagliat\w*|danneggiat\w*|difettos\w*|brutt\w*|peggi\w*|reclam\w*|broken|damaged|disappoint\w*|angry|unacceptable|terrible|awful|scam|worst|bad|late|wrong|never again|hate|horrible|ridiculous|complain\w*)\b/g
const DENIED = /\b(non|not|isn t|wasn t|don t|didn t|nessun\w*|no)\s+(\w+\s+){0,2}$/

export type Sentiment = 'positive' | 'neutral' | 'negative'

/** Good and bad words, turned round by a denial before them; shouting weighs on the bad side. */
export function sentimentOf(text: string): { sentiment: Sentiment; confidence: number } {
  const said = plain(text).replace(/[’']/g, ' ')
  const [praise, dispraise] = [GOOD, BAD].map((words) => counted(said, words))
  const good = praise.plain + dispraise.denied
  const loud = /!{2,}|\b[A-Z]{5,}\b/.test(text)
  const meant = dispraise.plain + praise.denied
  const bad = meant > 0 && loud ? meant + 1 : meant
  if (good === bad) return { sentiment: 'neutral', confidence: good === 0 ? 0.7 : 0.5 }
  const sure = Math.min(0.95, 0.6 + 0.12 * Math.abs(good - bad))
  return { sentiment: good > bad ? 'positive' : 'negative', confidence: sure }
}

function counted(said: string, words: RegExp): { plain: number; denied: number } {
  const found = [...said.matchAll(words)]
  const denied = found.filter((match) => DENIED.test(said.slice(0, match.index))).length
  return { plain: found.length - denied, denied }
}
