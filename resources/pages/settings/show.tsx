import { router, useForm } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { WorkspaceFields, type WorkspaceDetails } from '~/components/accounts/workspace_fields'
import { SettingsHead } from '~/components/settings/settings_tabs'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { ConfirmDialog } from '~/ui/confirm_dialog'
import { Notice } from '~/ui/error_box'
import { SubmitButton } from '~/ui/submit_button'

type Details = WorkspaceDetails & { kind: 'production' | 'test'; state: 'active' | 'paused' }

function Pause({ state }: { state: Details['state'] }) {
  const { t } = useT()
  const { path } = useShared()
  const [asking, setAsking] = useState(false)
  const change = (next: Details['state']) =>
    router.put(path('/settings/state'), { state: next }, { preserveScroll: true, onFinish: () => setAsking(false) })

  if (state === 'paused') {
    return (
      <Notice
        kind="wait"
        title={t('settings.paused')}
        actions={
          <Button size="xs" onClick={() => change('active')}>
            {t('settings.resume')}
          </Button>
        }
      >
        {t('settings.paused_help')}
      </Notice>
    )
  }
  return (
    <Card title={t('settings.pause_title')} quiet>
      <p style={{ margin: '0 0 12px', fontSize: 13, color: 'var(--st-text-2)' }}>{t('settings.paused_help')}</p>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('settings.pause')}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => change('paused')}
        title={t('settings.pause_title')}
        confirm={t('settings.pause')}
      >
        {t('settings.paused_help')}
      </ConfirmDialog>
    </Card>
  )
}

export default function ShowSettings({ details }: { details: Details }) {
  const { t } = useT()
  const { path, may } = useShared()
  const { kind, state, ...given } = details
  const { data, setData, put, processing, errors } = useForm(given)
  const fixed = !may('settings.manage')
  return (
    <>
      <SettingsHead />
      <div className="st-stack" style={{ maxWidth: 720, gap: 16 }}>
        {kind === 'test' && <Notice title={t('accounts.test')}>{t('accounts.test_help')}</Notice>}
        <Card title={t('settings.tab.workspace')}>
          <form
            className="st-stack"
            onSubmit={(event) => {
              event.preventDefault()
              put(path('/settings'), { preserveScroll: true })
            }}
          >
            <WorkspaceFields value={data} errors={errors} disabled={fixed} onChange={(value) => setData(value)} />
            {!fixed && (
              <div>
                <SubmitButton errors={errors} loading={processing}>
                  {t('console.save')}
                </SubmitButton>
              </div>
            )}
          </form>
        </Card>
        {may('workspace.manage') && <Pause state={state} />}
      </div>
    </>
  )
}
