import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { ConnectionForm } from './connection_form.tsx'
import { SignInForm } from './sign_in_form.tsx'
import type { ConnectionForm as Form, ConnectorCard, SignIn } from './types.ts'

type WaysInProps = {
  connector: Pick<ConnectorCard, 'id' | 'name' | 'exchange'>
  form: Form
  signIn: SignIn | null
}

/** Signing in at the provider, or keys: where a connector takes both, whoever connects chooses. */
export function WaysIn({ connector, form, signIn }: WaysInProps) {
  const { t } = useT()
  const { path } = useShared()
  const [way, setWay] = useState<string>(signIn ? 'sign_in' : 'keys')
  return (
    <div className="st-stack">
      {signIn && form.credentials && (
        <SegmentedControl
          aria-label={t('connections.way_in')}
          value={way}
          onChange={setWay}
          data={[
            { value: 'sign_in', label: t('connections.way_sign_in') },
            { value: 'keys', label: t('connections.way_keys') },
          ]}
        />
      )}
      {signIn && way === 'sign_in' ? (
        <SignInForm signIn={signIn} connector={connector} settings={form.settings} />
      ) : (
        <ConnectionForm
          form={form}
          name={connector.name}
          connector={connector.id}
          to={path('/connections')}
          exchange={connector.exchange ? { to: path('/connections/key-exchanges'), connector: connector.id } : null}
          submit={t('connections.connect')}
        />
      )}
    </div>
  )
}
