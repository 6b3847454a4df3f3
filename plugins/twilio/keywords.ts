import type { ReceivedMessagePayload } from '#sdk/index'

type Keyword = Pick<ReceivedMessagePayload, 'keyword' | 'answered'>

/** What Twilio looks for and answers unless it was told not to. YES is left out: it may answer a question of ours. */
const DEFAULTS: Record<string, NonNullable<Keyword['keyword']>> = {
  STOP: 'stop',
  STOPALL: 'stop',
  UNSUBSCRIBE: 'stop',
  CANCEL: 'stop',
  END: 'stop',
  QUIT: 'stop',
  REVOKE: 'stop',
  OPTOUT: 'stop',
  START: 'start',
  UNSTOP: 'start',
  HELP: 'help',
  INFO: 'help',
}
const TYPES: Record<string, NonNullable<Keyword['keyword']>> = { STOP: 'stop', START: 'start', HELP: 'help' }

/**
 * With Advanced Opt-Out Twilio says what it took a message for, in whatever words; with its default handling it says
 * nothing, and blocks and answers just the same.
 */
export function keywordIn(text: string | null, optOutType: string | null, switchedOff: boolean): Keyword {
  const told = TYPES[optOutType?.toUpperCase() ?? '']
  const keyword = told ?? (switchedOff ? undefined : DEFAULTS[(text ?? '').trim().toUpperCase()])
  return keyword ? { keyword, answered: true } : {}
}
