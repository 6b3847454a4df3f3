import type { HttpContext } from '@adonisjs/core/http'
import { nextStep, startChannels, startChoices, startEntries, startProgress } from './start.ts'
import { startTrial } from './trial.ts'
import { startValidator } from './validators.ts'

/** The first run of a workspace: a shop, a number, a pipeline, a try. */
export default class StartsController {
  async show(ctx: HttpContext) {
    const { inertia, request, workspace, i18n } = ctx
    const progress = await startProgress(workspace)
    const { step = nextStep(progress) } = await startValidator.validate(request.qs())
    const isPipeline = step === 'pipeline'
    return inertia.render('start/show', {
      step,
      progress,
      choices: step === 'shop' || step === 'number' ? await startChoices(workspace, step, i18n.locale) : [],
      entries: isPipeline ? await startEntries(workspace, i18n) : [],
      channels: isPipeline ? await startChannels(workspace) : [],
      trial: step === 'try' ? await startTrial(ctx) : null,
    })
  }
}
