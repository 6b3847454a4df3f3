import { router } from '@inertiajs/react'
import { Button, Menu } from '@mantine/core'
import { IconArchive, IconDots, IconPlayerPause, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useState } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { ConfirmDialog } from '~/ui/confirm_dialog'

type PipelineActionsProps = { pipeline: { id: string; name: string; state: string }; active: number }

/** Pause or resume in one press; stopping and archiving say first what is lost. */
export function PipelineActions({ pipeline: { id, name, state }, active }: PipelineActionsProps) {
  const { t } = useT()
  const { path } = useShared()
  const [asked, setAsked] = useState<'stop' | 'archive' | null>(null)
  const at = (end: string) => path(`/pipelines/${id}${end}`)
  const close = () => setAsked(null)
  const running = state === 'live' || state === 'paused'
  const confirmed = () => {
    if (asked === 'stop') router.post(at('/stop'), {}, { onFinish: close })
    else router.delete(at(''), { onFinish: close })
  }

  return (
    <>
      {state === 'live' && (
        <Button variant="default" leftSection={<IconPlayerPause size={15} />} onClick={() => router.post(at('/pause'))}>
          {t('pipelines.pause')}
        </Button>
      )}
      {state === 'paused' && (
        <Button
          variant="default"
          leftSection={<IconPlayerPlay size={15} />}
          onClick={() => router.delete(at('/pause'))}
        >
          {t('pipelines.resume')}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px={8} aria-label={t('console.more')}>
            <IconDots size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {running && (
            <Menu.Item leftSection={<IconPlayerStop size={15} />} onClick={() => setAsked('stop')}>
              {t('pipelines.stop')}
            </Menu.Item>
          )}
          {!running && (
            <Menu.Item leftSection={<IconArchive size={15} />} onClick={() => setAsked('archive')}>
              {t('pipelines.archive')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asked !== null}
        onClose={close}
        onConfirm={confirmed}
        danger
        title={t(`pipelines.${asked ?? 'stop'}_title`, { name })}
        losses={
          asked === 'stop'
            ? [t('pipelines.stop_loses_runs', { runs: active }), t('pipelines.stop_loses_messages')]
            : undefined
        }
        confirm={t(`pipelines.${asked ?? 'stop'}`)}
      >
        {t(`pipelines.${asked ?? 'stop'}_help`)}
      </ConfirmDialog>
    </>
  )
}
