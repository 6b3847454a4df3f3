import { Exception } from '@adonisjs/core/exceptions'

/** A payload that its type's schema refuses. From a connector's item this is recorded; from a room it is a bug. */
export class InvalidEvent extends Exception {
  static code = 'E_INVALID_EVENT'
  static status = 422

  constructor(
    readonly type: string,
    readonly field: string,
    readonly rule: string
  ) {
    super(`The payload of ${type} is not valid: ${field} breaks the rule ${rule}`)
  }
}
