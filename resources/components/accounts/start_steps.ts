import { useT } from '~/hooks/use_t'

export const START_STEPS = ['you', 'shop', 'number', 'pipeline', 'try'] as const

/** The names of the wizard's steps, from the first account to the first message. */
export function useStartSteps(): string[] {
  const { t } = useT()
  return START_STEPS.map((step) => t(`start.${step}`))
}
