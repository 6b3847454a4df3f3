import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import env from '#start/env'
import { E_VAULT_KEYS, E_VAULT_SEALED_BY_OTHER_KEY } from './errors.ts'
import { protect } from './redaction.ts'

/** Where a secret lies. It is bound to this place: copied into another row or column it does not open. */
export interface Place {
  table: string
  id: string
  field: string
}

const ALGORITHM = 'aes-256-gcm'
const NONCE = 12
const TAG = 16

/** Seals secrets with the first of its keys and opens what any of them sealed. */
export class Vault {
  #keys = new Map<string, Buffer>()
  readonly writingKey: string

  /** `keys` is `name:key,name:key`, each key 32 bytes in base64url. */
  constructor(keys: string) {
    for (const entry of keys.split(',')) this.#add(entry.trim())
    this.writingKey = [...this.#keys.keys()][0]
  }

  get keyIds(): string[] {
    return [...this.#keys.keys()]
  }

  seal(value: unknown, place: Place): string {
    const nonce = randomBytes(NONCE)
    const cipher = createCipheriv(ALGORITHM, this.#key(this.writingKey), nonce).setAAD(bound(place))
    const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
    return `${this.writingKey}.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')}`
  }

  /** What was sealed; every text in it is masked in logs from here on. */
  open<T>(sealed: string, place: Place): T {
    const value = this.peek<T>(sealed, place)
    protect(value)
    return value
  }

  /** Like `open`, for values that are no secret in themselves. */
  peek<T>(sealed: string, place: Place): T {
    const bytes = Buffer.from(sealed.slice(sealed.indexOf('.') + 1), 'base64url')
    const decipher = createDecipheriv(ALGORITHM, this.#key(keyIdOf(sealed)), bytes.subarray(0, NONCE), {
      authTagLength: TAG,
    })
    decipher.setAAD(bound(place)).setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
    return JSON.parse(
      Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8')
    ) as T
  }

  has(keyId: string): boolean {
    return this.#keys.has(keyId)
  }

  #add(entry: string) {
    const [name, text, ...rest] = entry.split(':')
    const key = Buffer.from(text ?? '', 'base64url')
    if (!/^[\w-]{1,40}$/.test(name) || key.length !== 32 || rest.length > 0) throw new E_VAULT_KEYS()
    this.#keys.set(name, key)
  }

  #key(id: string): Buffer {
    const key = this.#keys.get(id)
    if (!key) throw new E_VAULT_SEALED_BY_OTHER_KEY([id])
    return key
  }
}

export const keyIdOf = (sealed: string): string => sealed.slice(0, sealed.indexOf('.'))

const bound = ({ table, id, field }: Place) => Buffer.from(`${table}:${id}:${field}`)

export const vault = new Vault(env.get('STAFFETTA_KEYS').release())
