import { router } from '@inertiajs/react'
import { Button } from '@mantine/core'
import {
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconReload,
  IconRepeat,
  IconSquare,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { ConfirmDialog } from '~/ui/confirm_dialog'

type RunActionsProps = { run: { id: string; state: string; heldBy: string | null } }

/** What can be done with a run in its state, the most likely thing last. */
export function RunActions({ run: { id, state, heldBy } }: RunActionsProps) {
  const { t } = useT()
  const { path, may } = useShared()
  const [asked, setAsked] = useState(false)
  if (!may('runs.operate')) return null
  const post = (end: string) => () => router.post(path(`/runs/${id}/${end}`), {}, { preserveScroll: true })
  const active = ['running', 'waiting', 'paused'].includes(state)
  return (
    <>
      {active && (
        <Button variant="default" leftSection={<IconSquare size={15} />} onClick={() => setAsked(true)}>
          {t('pipelines.end_run')}
        </Button>
      )}
      {active && state !== 'paused' && (
        <Button variant="default" leftSection={<IconPlayerPause size={15} />} onClick={post('pause')}>
          {t('pipelines.pause')}
        </Button>
      )}
      {state === 'paused' && heldBy === 'person' && (
        <Button
          variant="default"
          leftSection={<IconPlayerPlay size={15} />}
          onClick={() => router.delete(path(`/runs/${id}/pause`), { preserveScroll: true })}
        >
          {t('pipelines.resume')}
        </Button>
      )}
      {state === 'waiting' && (
        <Button variant="default" leftSection={<IconPlayerTrackNext size={15} />} onClick={post('continuation')}>
          {t('pipelines.continue_now')}
        </Button>
      )}
      {(state === 'failed' || state === 'gave_up') && (
        <Button variant="default" leftSection={<IconRepeat size={15} />} onClick={post('retries')}>
          {t('pipelines.retry')}
        </Button>
      )}
      <ConfirmDialog
        opened={asked}
        onClose={() => setAsked(false)}
        danger
        title={t('pipelines.end_run_title')}
        confirm={t('pipelines.end_run')}
        losses={[t('pipelines.stop_loses_messages')]}
        onConfirm={() => router.delete(path(`/runs/${id}`), { preserveScroll: true, onFinish: () => setAsked(false) })}
      />
    </>
  )
}

export function ReplayButton({ id }: { id: string }) {
  const { t } = useT()
  const { path, may } = useShared()
  if (!may('runs.operate')) return null
  return (
    <Button leftSection={<IconReload size={16} />} onClick={() => router.post(path(`/runs/${id}/replays`))}>
      {t('pipelines.replay')}
    </Button>
  )
}
