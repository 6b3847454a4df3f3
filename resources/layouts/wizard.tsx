import { Head } from '@inertiajs/react'
import type { ReactNode } from 'react'
import { useFlash } from '~/components/shell/use_flash'
import { useT } from '~/hooks/use_t'
import { Logo } from '~/ui/logo'
import classes from './wizard.module.css'

type WizardLayoutProps = {
  steps: string[]
  /** From 0. */
  step: number
  title: string
  lead?: ReactNode
  /** At the top right: "Skip for now". */
  skip?: ReactNode
  back?: ReactNode
  /** A quiet way out and the one primary button. */
  next?: ReactNode
  children: ReactNode
}

function Steps({ steps, step }: { steps: string[]; step: number }) {
  const { t } = useT()
  return (
    <ol className={classes.steps} aria-label={t('console.step_of', { n: step + 1, of: steps.length })}>
      {steps.map((name, i) => (
        <li
          key={name}
          className={classes.step}
          data-state={i < step ? 'done' : undefined}
          aria-current={i === step ? 'step' : undefined}
        >
          <span>
            {i + 1}. {name}
          </span>
        </li>
      ))}
    </ol>
  )
}

/** One question at a time, with what is behind and ahead. Use it inside the page. */
export default function WizardLayout({ steps, step, title, lead, skip, back, next, children }: WizardLayoutProps) {
  const { t } = useT()
  useFlash()
  return (
    <>
      <Head title={title} />
      <header className={classes.head}>
        <Logo />
        {skip !== undefined && (
          <div className={classes.skip}>
            <span className={classes.note}>{t('console.change_later')}</span>
            {skip}
          </div>
        )}
      </header>
      <main className={classes.main}>
        <Steps steps={steps} step={step} />
        <h1 className={classes.title}>{title}</h1>
        <p className={classes.lead}>{lead}</p>
        {children}
        <div className={classes.foot}>
          <div>{back}</div>
          <div className={classes.next}>{next}</div>
        </div>
      </main>
    </>
  )
}
