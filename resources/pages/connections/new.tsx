import { ConnectorIcon } from '~/components/connections/connector_icon'
import type { ConnectionForm as Form, ConnectorCard, SignIn } from '~/components/connections/types'
import { WaysIn } from '~/components/connections/ways_in'
import classes from '~/components/connections/connections.module.css'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { PageHeader, TitleIcon } from '~/ui/page_header'
import { TextLink } from '~/ui/text_link'

type NewProps = {
  connector: ConnectorCard & { reads: string[]; writes: string[]; takesWebhooks: boolean }
  form: Form
  signIn: SignIn | null
}

function Lines({ title, lines }: { title: string; lines: string[] }) {
  if (lines.length === 0) return null
  return (
    <Card title={title}>
      <ul className={classes.list}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Card>
  )
}

export default function NewConnection({ connector, form, signIn }: NewProps) {
  const proves = form.credentials !== null || signIn !== null
  const { t } = useT()
  const { path } = useShared()
  const docs = connector.docsUrl && (
    <TextLink href={connector.docsUrl} external>
      {t('connections.docs')}
    </TextLink>
  )
  return (
    <>
      <PageHeader
        title={t('connections.connect_title', { name: connector.name })}
        crumbs={[{ label: t('nav.connections'), href: path('/connections') }]}
        icon={
          <TitleIcon>
            <ConnectorIcon svg={connector.icon} />
          </TitleIcon>
        }
      />
      <div className="st-split">
        <Card title={t('connections.details')} note={docs}>
          <WaysIn connector={connector} form={form} signIn={signIn} />
        </Card>
        <div className="st-stack">
          <Lines title={t('connections.reads')} lines={connector.reads} />
          <Lines title={t('connections.writes')} lines={connector.writes} />
          <Card title={t('connections.what_happens')}>
            <ol className={classes.list}>
              {signIn && <li>{t('connections.step_sign_in', { name: connector.name })}</li>}
              {proves && <li>{t('connections.step_check')}</li>}
              {proves && <li>{t('connections.step_seal')}</li>}
              {connector.takesWebhooks && <li>{t(proves ? 'connections.step_listen' : 'connections.step_address')}</li>}
            </ol>
          </Card>
        </div>
      </div>
    </>
  )
}
