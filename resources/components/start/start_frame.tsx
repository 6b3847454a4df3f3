import { Link } from '@inertiajs/react'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { START_STEPS, useStartSteps } from '~/components/accounts/start_steps'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import WizardLayout from '~/layouts/wizard'
import type { StartStep } from './types.ts'

type StartFrameProps = {
  step: StartStep
  title: string
  lead: ReactNode
  next: ReactNode
  children: ReactNode
}

/** The first step was the account: from the second one can go back. */
function Back({ step }: { step: StartStep }) {
  const { t } = useT()
  const { path } = useShared()
  const before = START_STEPS[START_STEPS.indexOf(step) - 1]
  if (!before || before === 'you') return null
  return (
    <Button component={Link} href={path(`/start?step=${before}`)} variant="default">
      {t('console.back')}
    </Button>
  )
}

/** Every step may be left for later; what was done so far stays done. */
export function StartFrame({ step, title, lead, next, children }: StartFrameProps) {
  const { t } = useT()
  const { path } = useShared()
  return (
    <WizardLayout
      steps={useStartSteps()}
      step={START_STEPS.indexOf(step)}
      title={title}
      lead={lead}
      skip={
        <Link href={path()} style={{ color: 'var(--st-text)', fontWeight: 550, textDecoration: 'none' }}>
          {t('start.skip')}
        </Link>
      }
      back={<Back step={step} />}
      next={next}
    >
      {children}
    </WizardLayout>
  )
}
