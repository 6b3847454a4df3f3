import { useT } from '~/hooks/use_t'
import type { Shape, Tone } from '~/ui/mark'
import { Pill, Word } from '~/ui/state_mark'

const looks: Record<string, [Tone, Shape]> = {
  pending: ['wait', 'clock'],
  routed: ['ok', 'tick'],
  gave_up: ['bad', 'cross'],
}

/** Whether whoever reacts to the event has had it. */
export function EventState({ state, pill = false }: { state: string; pill?: boolean }) {
  const { wordOf } = useT()
  const [tone, shape] = looks[state] ?? ['idle', 'ring']
  const Form = pill ? Pill : Word
  return (
    <Form tone={tone} shape={shape}>
      {wordOf(`events.state.${state}`)}
    </Form>
  )
}
