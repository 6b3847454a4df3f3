import { Link, router } from '@inertiajs/react'
import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { Phone } from '~/components/phone/phone'
import { Thread } from '~/components/phone/thread'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { ChoiceCards } from './choice_cards.tsx'
import { StartFrame } from './start_frame.tsx'
import type { StartChannel, StartEntry } from './types.ts'
import classes from './start.module.css'

type PipelineStepProps = { entries: StartEntry[]; channels: StartChannel[] }

/** From the library, with the first message it would send. */
export function PipelineStep({ entries, channels }: PipelineStepProps) {
  const { t } = useT()
  const { path, workspace } = useShared()
  const [key, setKey] = useState(entries.find(({ pipeline }) => pipeline?.live)?.key ?? entries[0]?.key ?? '')
  const [channel, setChannel] = useState<string | null>(channels[0]?.id ?? null)
  const [starting, setStarting] = useState(false)
  const chosen = entries.find((entry) => entry.key === key)

  const start = () =>
    router.post(
      path('/start/pipelines'),
      { key, connection_id: channels.length > 1 ? channel : null },
      { onStart: () => setStarting(true), onFinish: () => setStarting(false) }
    )

  const next = chosen?.pipeline?.live ? (
    <Button component={Link} href={path('/start?step=try')}>
      {t('console.continue')}
    </Button>
  ) : (
    <Button onClick={start} loading={starting}>
      {t('start.install')}
    </Button>
  )
  return (
    <StartFrame step="pipeline" title={t('start.pipeline_title')} lead={t('start.pipeline_lead')} next={next}>
      <div className={classes.sides}>
        <div className="st-stack">
          <ChoiceCards
            label={t('start.pipeline_title')}
            value={key}
            onChange={setKey}
            choices={entries.map((entry) => ({
              value: entry.key,
              title: entry.title,
              note: (
                <>
                  {entry.summary}
                  {entry.pipeline?.live && <> · {t('states.pipeline.live')}</>}
                </>
              ),
            }))}
          />
          {channels.length > 1 && (
            <Select
              label={t('pipelines.sends_by')}
              data={channels.map(({ id, name, label }) => ({
                value: id,
                label: [name, label].filter(Boolean).join(' · '),
              }))}
              value={channel}
              onChange={setChannel}
              allowDeselect={false}
            />
          )}
        </div>
        <Phone name={workspace?.name ?? ''} height={430}>
          <Thread items={chosen?.bubble ? [chosen.bubble] : []} />
        </Phone>
      </div>
    </StartFrame>
  )
}
