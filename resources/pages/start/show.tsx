import type { ReactNode } from 'react'
import { ConnectStep } from '~/components/start/connect_step'
import { PipelineStep } from '~/components/start/pipeline_step'
import { TryStep } from '~/components/start/try_step'
import type { StartChannel, StartChoice, StartEntry, StartStep, StartTrial } from '~/components/start/types'

type StartProps = {
  step: StartStep
  /** What is done already. */
  progress: Record<StartStep, boolean>
  choices: StartChoice[]
  entries: StartEntry[]
  channels: StartChannel[]
  trial: StartTrial | null
}

/** From an empty workspace to the first message, one question at a time. */
export default function Start({ step, choices, entries, channels, trial }: StartProps) {
  if (step === 'try') return trial && <TryStep trial={trial} />
  if (step === 'pipeline') return <PipelineStep entries={entries} channels={channels} />
  return <ConnectStep key={step} step={step} choices={choices} />
}

function Bare({ children }: { children: ReactNode }) {
  return children
}

// The wizard brings its own frame.
Start.layout = () => Bare
