import { router } from '@inertiajs/react'
import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { CodeBlock } from '~/ui/code_block'
import { ConfirmDialog } from '~/ui/confirm_dialog'
import { Notice } from '~/ui/error_box'
import type { EndpointInfo } from './types.ts'

type EndpointCardProps = { endpoint: EndpointInfo; connectionId: string; secret: string | null }

function Secret({ connectionId, secret }: Omit<EndpointCardProps, 'endpoint'>) {
  const { t } = useT()
  const { path } = useShared()
  const [renewing, setRenewing] = useState(false)
  const to = path(`/connections/${connectionId}/secret`)
  return (
    <>
      {secret && <CodeBlock title={t('connections.secret_once')} value={secret} />}
      <Group gap={8}>
        <Button variant="default" size="xs" onClick={() => router.post(to, {}, { preserveScroll: true })}>
          {t('connections.show_secret')}
        </Button>
        <Button variant="default" size="xs" onClick={() => setRenewing(true)}>
          {t('connections.renew_secret')}
        </Button>
      </Group>
      <ConfirmDialog
        opened={renewing}
        onClose={() => setRenewing(false)}
        onConfirm={() => router.put(to, {}, { preserveScroll: true, onFinish: () => setRenewing(false) })}
        title={t('connections.renew_secret')}
        losses={[t('connections.renew_secret_loss')]}
        confirm={t('connections.renew_secret')}
      />
    </>
  )
}

/** Where the provider posts to. */
export function EndpointCard({ endpoint, connectionId, secret }: EndpointCardProps) {
  const { t } = useT()
  const { may } = useShared()
  if (!endpoint.open) return null
  return (
    <Card title={t('connections.endpoint')}>
      <div className="st-stack">
        {endpoint.url ? (
          <CodeBlock
            title={t(endpoint.shared ? 'connections.endpoint_shared' : 'connections.endpoint_own')}
            value={endpoint.url}
          />
        ) : (
          <p>{t('connections.endpoint_hidden')}</p>
        )}
        {endpoint.unsigned && (
          <Notice kind="wait" title={t('connections.unsigned')}>
            {t('connections.unsigned_help')}
          </Notice>
        )}
        {endpoint.ownSecret && !endpoint.unsigned && may('connections.manage') && (
          <Secret connectionId={connectionId} secret={secret} />
        )}
      </div>
    </Card>
  )
}
