import { createError } from '@adonisjs/core/exceptions'

export const E_VAULT_KEYS = createError(
  'STAFFETTA_KEYS must be a comma-separated list of name:key, each key 32 random bytes in base64url.',
  'E_VAULT_KEYS'
)
export const E_VAULT_SEALED_BY_OTHER_KEY = createError<[string]>(
  'A secret was sealed with the key "%s", which STAFFETTA_KEYS does not name: add it to the list.',
  'E_VAULT_SEALED_BY_OTHER_KEY'
)
export const E_VAULT_WRONG_KEY = createError<[string]>(
  'STAFFETTA_KEYS is not the key this database was written with (it knows %s): put the right key back, or restore the data folder it belongs to.',
  'E_VAULT_WRONG_KEY'
)
