import assert from 'node:assert/strict'
import { mayStayEnglish, wordsOf } from '../../words.ts'
import type { ContractCase, Suite } from '../suite.ts'

export function wordCases({ kit: { connector } }: Suite): ContractCase[] {
  return Object.entries(connector.words ?? {}).map(([language, words]) => ({
    title: `the words in ${language} belong to something in the manifest`,
    async run() {
      const places = wordsOf(connector)
      const stray = Object.keys(words).filter((key) => !Object.hasOwn(places, key))
      assert.deepEqual(stray, [], `words.${language} has what the manifest has not: ${stray.join(', ')}`)
      const empty = Object.keys(words).filter((key) => !words[key]?.trim())
      assert.deepEqual(empty, [], `words.${language} has nothing under ${empty.join(', ')}`)
    },
  }))
}

/** For connectors that promise all their words in a language. */
export function languageCases({ kit: { connector } }: Suite, languages: string[]): ContractCase[] {
  return languages.map((language) => ({
    title: `the whole manifest can be read in ${language}`,
    async run() {
      const words = connector.words?.[language] ?? {}
      const places = Object.keys(wordsOf(connector)).filter((key) => !mayStayEnglish(key))
      const missing = places.filter((key) => !Object.hasOwn(words, key))
      assert.deepEqual(missing, [], `words.${language} lacks ${missing.join(', ')}`)
    },
  }))
}
