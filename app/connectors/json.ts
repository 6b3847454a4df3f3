/** What can travel to a page. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }
export type JsonObject = { [name: string]: Json }

/** A connector's schema or values, whose shape only the connector knows, as a page receives them. */
export const asJson = (value: object): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject
