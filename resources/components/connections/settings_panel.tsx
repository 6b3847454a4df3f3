import { router } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { ConfirmDialog } from '~/ui/confirm_dialog'
import { TextLink } from '~/ui/text_link'
import { ConnectionForm } from './connection_form.tsx'
import { EndpointCard } from './endpoint_card.tsx'
import { SignInForm } from './sign_in_form.tsx'
import type { ConnectionLine, ConnectorCard, EndpointInfo, FilledForm, SignIn, Use } from './types.ts'
import { UsesCard } from './uses_card.tsx'

function Disconnect({ connection, uses }: { connection: ConnectionLine; uses: Use[] }) {
  const { t } = useT()
  const { path } = useShared()
  const [asking, setAsking] = useState(false)
  return (
    <Card title={t('connections.disconnect')}>
      <p style={{ marginTop: 0 }}>{t('connections.disconnect_help')}</p>
      <Button variant="default" color="red" onClick={() => setAsking(true)}>
        {t('connections.disconnect')}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => router.delete(path(`/connections/${connection.id}`), { onFinish: () => setAsking(false) })}
        title={t('connections.disconnect_title', { name: connection.name })}
        losses={[
          t('connections.loss_credentials'),
          t('connections.loss_listening'),
          ...uses.filter(({ live }) => live).map(({ title }) => t('connections.loss_use', { title })),
        ]}
        confirm={t('connections.disconnect')}
      >
        {t('connections.disconnect_keeps')}
      </ConfirmDialog>
    </Card>
  )
}

type SettingsPanelProps = {
  connection: ConnectionLine
  connector: ConnectorCard | null
  form: FilledForm | null
  signIn: SignIn | null
  endpoint: EndpointInfo | null
  secret: string | null
  uses: Use[]
}

export function SettingsPanel({ connection, connector, form, signIn, endpoint, secret, uses }: SettingsPanelProps) {
  const { t } = useT()
  const { path } = useShared()
  const docs = connector?.docsUrl && (
    <TextLink href={connector.docsUrl} external>
      {t('connections.where_to_find')}
    </TextLink>
  )
  return (
    <div className="st-split">
      <Card title={t('connections.details')}>
        {form && (
          <ConnectionForm
            key={connection.id}
            form={form}
            name={connection.name}
            to={path(`/connections/${connection.id}`)}
            submit={t('connections.save_and_test')}
            aside={docs}
            exchange={
              connector?.exchange
                ? { to: path('/connections/key-exchanges'), connector: connector.id, connection: connection.id }
                : null
            }
          />
        )}
      </Card>
      <div className="st-stack">
        {/* With keys in the form, it is they that are mended. */}
        {connector && signIn && form?.credentials === null && (
          <Card title={t('connections.sign_in_again')}>
            <p style={{ marginTop: 0 }}>{t('connections.sign_in_again_help', { name: connector.name })}</p>
            <SignInForm signIn={signIn} connector={connector} connectionId={connection.id} />
          </Card>
        )}
        <UsesCard uses={uses} />
        {endpoint && <EndpointCard endpoint={endpoint} connectionId={connection.id} secret={secret} />}
        {connection.state !== 'not_connected' && <Disconnect connection={connection} uses={uses} />}
      </div>
    </div>
  )
}
