import { Link, router, usePoll } from '@inertiajs/react'
import { Button, Group } from '@mantine/core'
import { Chain } from '~/components/chain/chain'
import { Phone } from '~/components/phone/phone'
import { Thread } from '~/components/phone/thread'
import type { MessageButton } from '~/components/phone/types'
import { moment } from '~/hooks/format'
import { useLive } from '~/hooks/use_live'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { Notice } from '~/ui/error_box'
import { LiveMark } from '~/ui/state_mark'
import { TextLink } from '~/ui/text_link'
import { StartFrame } from './start_frame.tsx'
import type { StartTrial } from './types.ts'
import classes from './start.module.css'

const STAY = { preserveScroll: true, preserveState: true }

/** Marketing rests at night, and a trial with it, unless somebody says so now. */
function QuietNow({ until }: { until: number }) {
  const { t } = useT()
  const { path, may } = useShared()
  const off = may('settings.manage') && (
    <TextLink onClick={() => router.put(path('/settings/sending'), { quiet_hours: false }, STAY)}>
      {t('start.quiet_off')}
    </TextLink>
  )
  return (
    <Notice kind="wait" title={t('start.quiet', { until: moment(until) })} actions={off}>
      {t('start.quiet_help')}
    </Notice>
  )
}

function OnThePhone({ trial, phone }: { trial: StartTrial; phone: NonNullable<StartTrial['phone']> }) {
  const { t } = useT()
  const { path, workspace } = useShared()
  const live = useLive(workspace ? `workspaces/${workspace.id}/sandbox` : null, {
    only: ['trial', 'progress'],
    every: 400,
  })
  // The bell rings for the phone; what happens further along the relay is looked for.
  usePoll(2500, { only: ['trial', 'progress'] })
  const { happening, waiting, chain, quietUntil } = trial
  const open = (button: MessageButton) =>
    button.kind === 'url' && button.href && window.open(button.href, '_blank', 'noopener')
  return (
    <div className="st-stack" style={{ gap: 16 }}>
      {quietUntil && <QuietNow until={quietUntil} />}
      <div className={classes.try}>
        <Card title={t('chain.title')} beside={<LiveMark on={live} />}>
          <Group gap={8} mb={16}>
            {waiting && (
              <Button size="xs" onClick={() => router.post(path(`/runs/${waiting}/continuation`), {}, STAY)}>
                {t('start.hurry')}
              </Button>
            )}
            <Button
              size="xs"
              variant={chain ? 'default' : 'filled'}
              onClick={() => router.post(path('/start/happenings'), { kind: happening }, STAY)}
            >
              {t(chain ? 'start.again' : `start.happen_${happening}`)}
            </Button>
          </Group>
          <Chain hops={chain?.hops ?? []} upright />
        </Card>
        <div className="st-stack" style={{ gap: 8, alignItems: 'center' }}>
          <Phone name={phone.shop} height={520} follow={phone.bubbles.length}>
            <Thread items={phone.bubbles} onButton={open}>
              {phone.bubbles.length === 0 ? (
                <span style={{ margin: 'auto', color: 'var(--wa-dim)', fontSize: 13 }}>{t('sandbox.no_messages')}</span>
              ) : undefined}
            </Thread>
          </Phone>
          <TextLink href={path('/developers/sandbox')}>{t('start.open_phone')}</TextLink>
        </div>
      </div>
    </div>
  )
}

/** With a real number nobody is written to for a try: the next one who leaves a cart is the first. */
function OnItsOwn({ trial }: { trial: StartTrial }) {
  const { t } = useT()
  const { path } = useShared()
  const { pipeline } = trial
  return (
    <Card title={pipeline ? t('start.running', { name: pipeline.name }) : t('start.nothing_runs')}>
      <p style={{ margin: '0 0 12px', color: 'var(--st-text-2)' }}>
        {t(pipeline ? 'start.running_help' : 'start.nothing_runs_help')}
      </p>
      <TextLink href={path(pipeline ? `/pipelines/${pipeline.id}` : '/start?step=pipeline')}>
        {t(pipeline ? 'start.open_pipeline' : 'start.choose_pipeline')}
      </TextLink>
    </Card>
  )
}

export function TryStep({ trial }: { trial: StartTrial }) {
  const { t } = useT()
  const { path } = useShared()
  const lead = trial.phone
    ? t('start.try_lead', { name: trial.pipeline?.name ?? '', buyer: trial.phone.name ?? '' })
    : t('start.try_lead_real')
  return (
    <StartFrame
      step="try"
      title={t('start.try_title')}
      lead={lead}
      next={
        <Button component={Link} href={path()}>
          {t('start.finish')}
        </Button>
      }
    >
      {trial.phone ? <OnThePhone trial={trial} phone={trial.phone} /> : <OnItsOwn trial={trial} />}
    </StartFrame>
  )
}
