import { router, usePage } from '@inertiajs/react'
import { Button, Group, Progress, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { number } from '~/hooks/format'
import { useLive } from '~/hooks/use_live'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { ConfirmDialog } from '~/ui/confirm_dialog'
import { ErrorBox } from '~/ui/error_box'
import { LiveMark, StateMark } from '~/ui/state_mark'
import { Time } from '~/ui/time'
import { post } from './asking.ts'
import type { Backfill, Sync } from './types.ts'
import classes from './crm.module.css'

type BackfillProps = { connectionId: string; name: string; sync: Sync; backfill: Backfill | null }

const isOpen = (backfill: Backfill | null) => backfill?.state === 'running' || backfill?.state === 'paused'

function Numbers({ backfill: { seen, changed, skipped, refused, total } }: { backfill: Backfill }) {
  const { t } = useT()
  return (
    <p className={classes.numbers}>
      <span>{total === null ? t('crm.backfill.seen', { seen }) : t('crm.backfill.seen_of', { seen, total })}</span>
      <span>{t('crm.backfill.changed', { n: changed })}</span>
      <span>{t('crm.backfill.skipped', { n: skipped })}</span>
      <span>{t('crm.backfill.refused', { n: refused })}</span>
    </p>
  )
}

function Running({ url, backfill }: { url: string; backfill: Backfill }) {
  const { t, reason } = useT()
  const { workspace, may } = useShared()
  const [asking, setAsking] = useState(false)
  const live = useLive(workspace && `workspaces/${workspace.id}/activity`, {
    only: ['backfill', 'entries', 'older', 'sync'],
    every: 1000,
  })
  const to = `${url}/${backfill.id}`
  const hold = (state: 'running' | 'paused') => router.put(to, { state }, { preserveScroll: true })
  const share = backfill.total ? (backfill.done / backfill.total) * 100 : 0
  return (
    <div className={classes.progress}>
      <Group justify="space-between">
        <StateMark thing="backfill" state={backfill.state} more={t(`crm.backfill.${backfill.direction}`)} />
        <LiveMark on={live} />
      </Group>
      <Progress
        value={share}
        aria-label={t('crm.backfill')}
        aria-valuetext={t('crm.backfill.seen', { seen: backfill.done })}
      />
      <Numbers backfill={backfill} />
      {backfill.code && <p className={classes.help}>{reason(backfill.code, backfill.params ?? {})}</p>}
      {may('connections.manage') && (
        <Group gap={8}>
          <Button size="xs" variant="default" onClick={() => hold(backfill.state === 'paused' ? 'running' : 'paused')}>
            {t(backfill.state === 'paused' ? 'crm.backfill.resume' : 'crm.backfill.pause')}
          </Button>
          <Button size="xs" variant="default" color="red" onClick={() => setAsking(true)}>
            {t('crm.backfill.cancel')}
          </Button>
        </Group>
      )}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => router.delete(to, { preserveScroll: true, onFinish: () => setAsking(false) })}
        title={t('crm.backfill.cancel_title')}
        confirm={t('crm.backfill.cancel')}
      >
        {t('crm.backfill.cancel_help')}
      </ConfirmDialog>
    </div>
  )
}

function Starting({ url, connectionId, name, sync, backfill }: BackfillProps & { url: string }) {
  const { t } = useT()
  const { path } = useShared()
  const errors = usePage().props.errors as Record<string, string>
  const [direction, setDirection] = useState<'from_crm' | 'to_crm'>('from_crm')
  const [count, setCount] = useState<{ of: string; total: number | null } | null>(null)
  const [asking, setAsking] = useState(false)
  const counts = path(`/connections/${connectionId}/sync/counts`)
  const ask = async () => {
    setAsking(true)
    const answer = await post<{ total: number | null }>(counts, { direction })
    setCount({ of: direction, total: answer?.total ?? null })
    setAsking(false)
  }
  const start = () => router.post(url, { direction }, { preserveScroll: true })
  return (
    <div className={classes.progress}>
      {backfill && (
        <div>
          <StateMark
            thing="backfill"
            state={backfill.state}
            more={<Time at={backfill.finishedAt ?? backfill.startedAt} form="relative" />}
          />
          <Numbers backfill={backfill} />
        </div>
      )}
      {errors.direction && <ErrorBox title={errors.direction} />}
      <SegmentedControl
        size="xs"
        aria-label={t('crm.backfill.which')}
        value={direction}
        onChange={(value) => setDirection(value as typeof direction)}
        data={(['from_crm', 'to_crm'] as const).map((value) => ({ value, label: t(`crm.backfill.${value}`) }))}
      />
      <p className={classes.help} aria-live="polite" style={{ margin: 0 }}>
        {count?.of === direction
          ? count.total === null
            ? t('crm.backfill.uncounted', { name })
            : t(`crm.backfill.counted_${direction}`, { n: number(count.total), name })
          : t(`crm.backfill.help_${direction}`, { name })}
      </p>
      <Group gap={8}>
        <Button size="xs" variant="default" loading={asking} onClick={() => void ask()}>
          {t('crm.backfill.count')}
        </Button>
        <Button size="xs" disabled={!sync.on} onClick={start}>
          {t('crm.backfill.start')}
        </Button>
      </Group>
      {!sync.on && <p className={classes.help}>{t('crm.backfill.turn_on')}</p>}
    </div>
  )
}

/** Everybody of one side at once: what there was before keeping in step was turned on. */
export function BackfillCard(props: BackfillProps) {
  const { connectionId, backfill } = props
  const { t } = useT()
  const { path, may } = useShared()
  const url = path(`/connections/${connectionId}/sync/backfills`)
  const open = isOpen(backfill)
  if (!open && !may('connections.manage')) return null
  return (
    <Card title={t('crm.backfill')}>
      {open && backfill ? <Running url={url} backfill={backfill} /> : <Starting url={url} {...props} />}
    </Card>
  )
}
