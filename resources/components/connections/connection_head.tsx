import { router, usePage } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay, IconPlugConnected } from '@tabler/icons-react'
import { useState } from 'react'
import { shortly } from '~/hooks/format'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { PageTabs } from '~/ui/filter_tabs'
import { PageHeader, TitleIcon } from '~/ui/page_header'
import { StateMark } from '~/ui/state_mark'
import { ConnectorIcon } from './connector_icon.tsx'
import type { ConnectionLine, ConnectorCard } from './types.ts'

type HeadProps = { connection: ConnectionLine; connector: ConnectorCard | null; listens: boolean }

function PauseButton({ connection }: { connection: ConnectionLine }) {
  const { t } = useT()
  const { path } = useShared()
  const to = path(`/connections/${connection.id}/pause`)
  return connection.state === 'paused' ? (
    <Button
      variant="default"
      leftSection={<IconPlayerPlay size={16} />}
      onClick={() => router.delete(to, { preserveScroll: true })}
    >
      {t('connections.resume')}
    </Button>
  ) : (
    <Button
      variant="default"
      leftSection={<IconPlayerPause size={16} />}
      onClick={() => router.post(to, {}, { preserveScroll: true })}
    >
      {t('connections.pause')}
    </Button>
  )
}

function TestButton({ connection }: { connection: ConnectionLine }) {
  const { t } = useT()
  const { path } = useShared()
  const [asking, setAsking] = useState(false)
  const test = () =>
    router.post(
      path(`/connections/${connection.id}/checks`),
      {},
      { preserveScroll: true, onStart: () => setAsking(true), onFinish: () => setAsking(false) }
    )
  return (
    <Button leftSection={<IconPlugConnected size={16} />} loading={asking} onClick={test}>
      {t('connections.test')}
    </Button>
  )
}

const TABS = ['health', 'deliveries', 'sync', 'mapping', 'settings', 'scopes'] as const

/** These have an address of their own; the others are views of one page. */
const PAGES: readonly string[] = ['sync', 'mapping']

export function ConnectionHead({ connection, connector, listens }: HeadProps) {
  const { t } = useT()
  const query = useQuery()
  const { path, may } = useShared()
  const { url } = usePage()
  const manages = may('connections.manage') && connector !== null && connection.state !== 'not_connected'
  const home = path(`/connections/${connection.id}`)
  const page = PAGES.find((one) => url.split('?')[0] === `${home}/${one}`)
  const tab = page ?? (query.get('tab') || 'health')
  const allowed = TABS.filter((one) => one !== 'deliveries' || listens)
    .filter((one) => !['settings', 'mapping'].includes(one) || may('connections.manage'))
    .filter((one) => one !== 'mapping' || connector?.maps)
    .filter((one) => one !== 'sync' || connector?.syncs)
  const hrefOf = (one: string) => {
    if (PAGES.includes(one)) return `${home}/${one}`
    const shown = one === 'health' ? null : one
    if (page) return shown ? `${home}?tab=${shown}` : home
    return query.href({ tab: shown, delivery: null, before: null })
  }
  const since =
    connection.state === 'broken' ? t('connections.since', { at: shortly(connection.stateSince) }) : undefined
  return (
    <>
      <PageHeader
        title={connection.name}
        crumbs={[{ label: t('nav.connections'), href: path('/connections') }]}
        icon={
          connector && (
            <TitleIcon>
              <ConnectorIcon svg={connector.icon} />
            </TitleIcon>
          )
        }
        pills={<StateMark thing="connection" state={connection.state} more={since} pill />}
        note={connection.accountLabel ?? undefined}
        secondary={manages ? <PauseButton connection={connection} /> : undefined}
        primary={manages ? <TestButton connection={connection} /> : undefined}
      />
      <PageTabs
        label={connection.name}
        tabs={allowed.map((one) => ({
          href: hrefOf(one),
          label: t(`connections.tab.${one}`),
          current: one === tab,
        }))}
      />
    </>
  )
}
