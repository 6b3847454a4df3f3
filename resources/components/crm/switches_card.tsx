import { router } from '@inertiajs/react'
import { SegmentedControl, Switch } from '@mantine/core'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { ErrorBox } from '~/ui/error_box'
import { TextLink } from '~/ui/text_link'
import { Time } from '~/ui/time'
import { ACTIVITIES, type Sync } from './types.ts'
import classes from './crm.module.css'

export function SwitchesCard({ connectionId, name, sync }: { connectionId: string; name: string; sync: Sync }) {
  const { t, reason } = useT()
  const { path, may } = useShared()
  const manages = may('connections.manage')
  const url = path(`/connections/${connectionId}/sync`)
  const put = (change: { on?: boolean; activities?: string }) => router.put(url, change, { preserveScroll: true })
  const refresh = () => router.post(`${url}/fields`, {}, { preserveScroll: true })
  return (
    <Card
      title={t('crm.title')}
      note={
        sync.askedAt === null ? undefined : (
          <>
            {t('crm.asked')} <Time at={sync.askedAt} form="relative" />
          </>
        )
      }
      aside={manages && <TextLink onClick={refresh}>{t('crm.refresh_fields')}</TextLink>}
    >
      <div className="st-stack" style={{ gap: 14 }}>
        {sync.code && <ErrorBox title={reason(sync.code, sync.params ?? {})}>{t('crm.asked_again')}</ErrorBox>}
        <div className={classes.switches}>
          <Switch
            label={t('crm.on', { name })}
            description={t('crm.on_help')}
            checked={sync.on}
            disabled={!manages}
            onChange={(event) => put({ on: event.currentTarget.checked })}
          />
          <div>
            <p className={classes.label} id="crm-activities">
              {t('crm.activities')}
            </p>
            <SegmentedControl
              size="xs"
              aria-labelledby="crm-activities"
              value={sync.activities}
              disabled={!manages}
              onChange={(activities) => put({ activities })}
              data={ACTIVITIES.map((value) => ({ value, label: t(`crm.activities.${value}`) }))}
            />
            <p className={classes.help}>{t(`crm.activities_help.${sync.activities}`)}</p>
          </div>
        </div>
      </div>
    </Card>
  )
}
