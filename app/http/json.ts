/** What a page can be given: whatever JSON can carry. */
export type Json = string | number | boolean | null | undefined | Json[] | { [name: string]: Json }

/** Vouches for a value that came from a JSON column or leaves as JSON anyway, where its type is wider. */
export const asJson = (value: unknown): Json => value as Json

/** Parameters of a code, as stored beside it and worded by the console. */
export type Params = Record<string, Json>

/** Only the named fields, still typed: what `serialize({ fields })` of a model loses. */
export const only = <T, K extends keyof T>(row: T, ...names: K[]): Pick<T, K> =>
  Object.fromEntries(names.map((name) => [name, row[name]])) as Pick<T, K>
