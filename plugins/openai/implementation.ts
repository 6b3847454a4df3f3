import type { Implementation } from '#sdk/index'
import { capabilities } from './capabilities.ts'
import { check } from './check.ts'
import { respond } from './conversing.ts'
import { embed } from './embedding.ts'
import { models } from './models.ts'
import { prices } from './prices.ts'
import { transcribe } from './transcription.ts'

export { check }
export const model: Implementation['model'] = { respond, embed, transcribe, models, capabilities, prices }
