/** A text as SOQL writes it: quotes and backslashes would end it, `%` and `_` only matter in LIKE. */
export const quoted = (text: string): string =>
  `'${text
    .replaceAll(/[\\'"]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')}'`

/** A suffix for LIKE. */
export const endingWith = (text: string): string => quoted(`%${text.replaceAll(/[%_]/g, '\\$&')}`)

export const listed = (texts: readonly string[]): string => `(${texts.map(quoted).join(', ')})`

/** An instant, epoch milliseconds; SOQL writes no quotes around it. */
export const instant = (at: number): string => new Date(at).toISOString()

/** API names come from mappings that people edit: only names are let into a query. */
export const isName = (text: string): boolean => /^[A-Za-z]\w{0,79}$/.test(text)
