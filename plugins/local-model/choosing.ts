import { subjectsIn } from './lexicon.ts'
import { stems } from './words.ts'

export interface Choice {
  value: string
  confidence: number
}

/** What leads nowhere else: taken where no other choice has a word in common with the text. */
const REST = /^(other|others|altro|else|none|unknown|unsure|general\w*|nessun\w*)$/i

/** Keeps one word in common from being certainty. */
const DOUBT = 0.35

/**
 * Which of some choices a text is about: words it shares with the choice's name and explanation, and subjects of both.
 * Confidence says how far the best is ahead of the second.
 */
export function choose(text: string, choices: string[], explained: string): Choice {
  const said = new Set(stems(text))
  const subjects = subjectsIn(text)
  const scored = choices
    .filter((value) => !REST.test(value))
    .map((value) => ({ value, score: score({ said, subjects }, `${value} ${explanationOf(value, explained)}`) }))
    .sort((a, b) => b.score - a.score)
  const [best, second] = scored
  const rest = choices.find((value) => REST.test(value))
  if (!best || best.score === 0) return { value: rest ?? choices[0], confidence: rest ? 0.5 : 0.2 }
  const lead = best.score / (best.score + (second?.score ?? 0) + DOUBT)
  return { value: best.value, confidence: Math.min(0.98, Math.round(lead * 100) / 100) }
}

interface Text {
  said: Set<string>
  subjects: ReturnType<typeof subjectsIn>
}

function score({ said, subjects }: Text, choice: string): number {
  const shared = new Set(stems(choice).filter((word) => said.has(word))).size
  const meant = [...subjectsIn(choice)]
  const strongest = Math.max(1, ...meant.map(([, hits]) => hits))
  const alike = meant.map(([subject, hits]) => (subjects.get(subject) ?? 0) * (hits / strongest))
  return shared + 0.8 * Math.max(0, ...alike)
}

/** `- order_status: asks where the order is`, as a list of choices is usually explained. */
function explanationOf(value: string, explained: string): string {
  const line = explained.split('\n').find((each) => each.replace(/^[\s\-*•]+/, '').startsWith(`${value}:`))
  return line ? line.slice(line.indexOf(':') + 1) : ''
}
