/** How an SMS text travels: what it is written in, and how many parts the recipient's phone puts together again. */
export interface SmsSegments {
  encoding: 'GSM-7' | 'UCS-2'
  /** What providers charge for; 0 for an empty text. */
  parts: number
  /** Septets or UTF-16 units in all. */
  units: number
  /** How many of them one part takes: fewer once there are several, since each then says where it belongs. */
  perPart: number
  /** The characters that GSM-7 does not know, each once, in order of appearance. One is enough to make it UCS-2. */
  foreign: string[]
}

const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
)
/** Two septets each: an escape, and the character. */
const EXTENDED = new Set('^{}\\[~]|€\f')

const LIMITS = { 'GSM-7': { single: 160, part: 153 }, 'UCS-2': { single: 70, part: 67 } } as const
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Counts the parts of an SMS (GSM 03.38). No pair and no emoji is split over two parts, as phones could not read it. */
export function segmentsOf(text: string): SmsSegments {
  const foreign = [...new Set(text)].filter((char) => !BASIC.has(char) && !EXTENDED.has(char))
  const encoding = foreign.length > 0 ? 'UCS-2' : 'GSM-7'
  const sizes = encoding === 'GSM-7' ? [...text].map((char) => (EXTENDED.has(char) ? 2 : 1)) : unitsOf(text)
  const units = sizes.reduce((sum, size) => sum + size, 0)
  const { single, part } = LIMITS[encoding]
  if (units <= single) return { encoding, parts: units === 0 ? 0 : 1, units, perPart: single, foreign }
  return { encoding, parts: packed(sizes, part), units, perPart: part, foreign }
}

/** A cluster longer than a part has to be split after all, between its code points. */
function unitsOf(text: string): number[] {
  return [...graphemes.segment(text)].flatMap(({ segment }) =>
    segment.length > LIMITS['UCS-2'].part ? [...segment].map((char) => char.length) : [segment.length]
  )
}

function packed(sizes: number[], capacity: number): number {
  let parts = 1
  let used = 0
  for (const size of sizes) {
    if (used + size > capacity) {
      parts += 1
      used = 0
    }
    used += size
  }
  return parts
}

/** What each plain sign stands in for. */
const PLAIN: Record<string, string> = {
  "'": '‘’‚‛′ʼ`´',
  '"': '“”„‟″«»',
  '<': '‹',
  '>': '›',
  '-': '‐‑‒–—―−•·',
  '...': '…',
  ' ': '\u00a0\u2009\u202f\t',
  '': '\u200b\u2060\ufeff',
  'oe': 'œ',
  'OE': 'Œ',
  'l': 'ł',
  'L': 'Ł',
  'd': 'đ',
  'D': 'Đ',
  'i': 'ı',
  'x': '×',
  'TM': '™',
  'No': '№',
  '(c)': '©',
  '(R)': '®',
}
const STAND_INS = new Map(Object.entries(PLAIN).flatMap(([plain, chars]) => [...chars].map((char) => [char, plain])))

/**
 * The text in GSM-7, typographic signs and accents replaced by the nearest plain ones, which makes it less than half as
 * long. A text that cannot be written so as a whole (Cyrillic, an emoji) comes back as it is: nothing would be won.
 */
export function transliterated(text: string): string {
  const plain = [...text.normalize('NFC')].map(plainly).join('')
  return segmentsOf(plain).encoding === 'GSM-7' ? plain : text
}

function plainly(char: string): string {
  if (BASIC.has(char) || EXTENDED.has(char)) return char
  return STAND_INS.get(char) ?? (char.normalize('NFD').replace(/\p{M}/gu, '') || char)
}
