/** Words that say nothing about what is meant. */
const EMPTY = new Set(
  (
    'a ad al alla alle agli ai anche che chi ci come con da dal dalla dei del della delle di do e ed era gli ha hai ho i il in io ' +
    'la le lo loro ma me mi mia mie mio ne nei nel nella noi non o per più quando questo questa se sei si sono su sua sul suo ' +
    'te ti tra tu tua tuo un una uno vi voi è ' +
    'an and are as at be been but by can could do does for from had has have he her his how i if in is it its just me my of on ' +
    'or our she so some that the their them then there these they this those to us was we were what when which who will with ' +
    'would you your one any asks about wants customer cliente chiede vuole'
  ).split(' ')
)

/** Words of a text as they are compared: small, without accents, without endings, without empty ones. */
export function stems(text: string): string[] {
  return plain(text)
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 1 && !EMPTY.has(word))
    .map(stem)
}

/** Small letters, no accents. */
export const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')

/** Roughly the same for the forms of one word in either language: ordine, ordini; return, returned, returning. */
export function stem(word: string): string {
  if (/^\d+$/.test(word) || word.length < 5) return word
  const short = word
    .replace(/(azion[ei]|zion[ei])$/, 't')
    .replace(/(ations?|ing|ed|es|s)$/, '')
    .replace(/(mente|ando|endo|ato|ata|ati|ate|uto|uta|are|ere|ire)$/, '')
    .replace(/[aeiou]+$/, '')
  return short.length >= 3 ? short : word
}

/** About four letters to a token, as models count. */
export const tokensIn = (text: string): number => Math.ceil(text.length / 4)
