import type { ConnectorKit } from './kit.ts'
import { actionCases } from './cases/actions.ts'
import { askingCases } from './cases/asking.ts'
import { eventCases } from './cases/events.ts'
import { manifestCases } from './cases/manifest.ts'
import { parsingCases } from './cases/parsing.ts'
import { roleCases } from './cases/roles.ts'
import { vendorCases } from './cases/vendor.ts'
import { verificationCases } from './cases/verification.ts'
import { languageCases, wordCases } from './cases/words.ts'
import { minimalShape, type EventValidator } from './shapes.ts'

/** One test: a sentence, and a function that throws when it does not hold. */
export interface ContractCase {
  title: string
  run(): Promise<void>
}

export interface ContractOptions {
  /**
   * Answers what is wrong with an event's payload; `[]` when nothing is. The core passes its catalogue here.
   * Without it the kit checks the fields that no canonical event can do without.
   */
  validateEvent?: EventValidator
  /**
   * The manifest's file, imported alone in a child process to see that it stays light. `execArgv` lets that
   * process read TypeScript; it defaults to how this one was started. Absent: not checked.
   */
  manifest?: { url: URL; execArgv?: string[] }
  /** Languages, beside English, in which the whole manifest must have words: `['it']`. Default: none. */
  languages?: string[]
}

/** What every case file gets. */
export interface Suite {
  kit: ConnectorKit
  validateEvent: EventValidator
  manifest: ContractOptions['manifest']
}

/** The contract as a list of cases, for any test runner. */
export function contractCases(kit: ConnectorKit, options: ContractOptions = {}): ContractCase[] {
  const suite: Suite = {
    kit,
    validateEvent: options.validateEvent ?? minimalShape,
    manifest: options.manifest,
  }
  return [
    ...manifestCases(suite),
    ...wordCases(suite),
    ...languageCases(suite, options.languages ?? []),
    ...eventCases(suite),
    ...verificationCases(suite),
    ...parsingCases(suite),
    ...vendorCases(suite),
    ...askingCases(suite),
    ...actionCases(suite),
    ...roleCases(suite),
  ]
}

/** Registers every case with a `test(title, run)` function: node:test, japa, vitest and others fit. */
export function contractSuite(
  kit: ConnectorKit,
  options: ContractOptions & { test: (title: string, run: () => Promise<void>) => unknown }
): void {
  for (const { title, run } of contractCases(kit, options)) options.test(`${kit.connector.id}: ${title}`, run)
}
