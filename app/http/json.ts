/** What a page can be given: whatever JSON can carry. */
export type Json = string | number | boolean | null | undefined | Json[] | { [name: string]: Json }

/** Parameters of a code, as stored beside it and worded by the console. */
export type Params = Record<string, Json>
