import { IconArrowsRightLeft } from '@tabler/icons-react'
import { ConnectionForm } from '~/components/connections/connection_form'
import { ConnectorIcon } from '~/components/connections/connector_icon'
import type { ConnectionForm as Form, ConnectorCard } from '~/components/connections/types'
import classes from '~/components/connections/connections.module.css'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { EmptyState } from '~/ui/empty_state'
import { PageHeader, TitleIcon } from '~/ui/page_header'
import { TextLink } from '~/ui/text_link'

type NewProps = { connector: ConnectorCard & { reads: string[]; writes: string[]; takesWebhooks: boolean }; form: Form }

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

export default function NewConnection({ connector, form }: NewProps) {
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
          {connector.signIn ? (
            <EmptyState icon={IconArrowsRightLeft} title={t('connections.sign_in_later')}>
              {t('connections.sign_in_later_help')}
            </EmptyState>
          ) : (
            <ConnectionForm
              form={form}
              name={connector.name}
              connector={connector.id}
              to={path('/connections')}
              submit={t('connections.connect')}
            />
          )}
        </Card>
        <div className="st-stack">
          <Lines title={t('connections.reads')} lines={connector.reads} />
          <Lines title={t('connections.writes')} lines={connector.writes} />
          <Card title={t('connections.what_happens')}>
            <ol className={classes.list}>
              {form.credentials && <li>{t('connections.step_check')}</li>}
              {form.credentials && <li>{t('connections.step_seal')}</li>}
              {connector.takesWebhooks && (
                <li>{t(form.credentials ? 'connections.step_listen' : 'connections.step_address')}</li>
              )}
            </ol>
          </Card>
        </div>
      </div>
    </>
  )
}
