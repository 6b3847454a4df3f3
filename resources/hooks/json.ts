/** Whatever JSON can carry. */
export type Json = string | number | boolean | null | undefined | Json[] | { [name: string]: Json }

/** Parameters of a code. */
export type JsonParams = Record<string, Json>
