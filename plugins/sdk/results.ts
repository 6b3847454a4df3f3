import type { ParsedItem, ParseResult } from './webhooks.ts'

/** What a delivery told; `otherwise` says why it told nothing, as a stable snake_case code. */
export const itemsOr = (items: ParsedItem[], otherwise: string): ParseResult =>
  items.length > 0 ? { kind: 'items', items } : { kind: 'ignored', reason: otherwise }

/** The items of a result, none where it was passed over: for what a poll reads in the webhooks' shape. */
export const itemsIn = (result: ParseResult): ParsedItem[] => (result.kind === 'items' ? result.items : [])
