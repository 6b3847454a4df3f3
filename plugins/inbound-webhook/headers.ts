/** The name of a header as a setting gives it; null where it gives none. */
export const headerIn = (setting: unknown): string | null =>
  typeof setting === 'string' && setting !== '' ? setting.toLowerCase() : null
