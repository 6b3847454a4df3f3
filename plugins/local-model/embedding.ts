import type { Embeddings } from '#sdk/index'
import { plain, stems, tokensIn } from './words.ts'

const DIMENSIONS = 384
/** Beginnings and endings of words count less than words. */
const PART = 0.35
export const EMBEDDING_MODEL = 'words-384'

/** Vectors of length 1 that lie near each other where texts share words, or parts of words. */
export function vectorsOf(texts: string[]): Embeddings {
  const input = texts.reduce((sum, text) => sum + tokensIn(text), 0)
  return { vectors: texts.map(vectorOf), model: EMBEDDING_MODEL, usage: { input, output: 0, cached: 0 } }
}

function vectorOf(text: string): number[] {
  const vector = Array.from({ length: DIMENSIONS }, () => 0)
  const add = (feature: string, weight: number) => {
    const hash = fnv1a(feature)
    // The sign keeps two features that meet in one place from always adding up.
    vector[hash % DIMENSIONS] += hash & 0x80000000 ? -weight : weight
  }
  for (const word of stems(text)) {
    add(word, 1)
    for (const part of partsOf(word)) add(part, PART)
  }
  const length = Math.hypot(...vector)
  if (length > 0) return vector.map((value) => value / length)
  // Nothing but empty words: a place of its own for each such text.
  vector[fnv1a(plain(text)) % DIMENSIONS] = 1
  return vector
}

const partsOf = (word: string): string[] =>
  Array.from({ length: Math.max(0, word.length - 2) }, (_, index) => `~${word.slice(index, index + 3)}`)

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return hash
}
