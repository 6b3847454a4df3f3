import { connectors } from '#app/connectors/registry'

/** The connector's own name; null for what is no connector: the console, the API, an import. */
export const sourceName = (source: unknown): string | null => connectors.get(String(source))?.name ?? null
