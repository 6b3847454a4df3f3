import { customAlphabet } from 'nanoid'

/** Without look-alikes (0 O, 1 l I), since people read codes aloud. 55⁸ codes cannot be walked through. */
export const newCode = customAlphabet('23456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ', 8)
