import { router, usePoll } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { IconDeviceMobile, IconEraser } from '@tabler/icons-react'
import { Chain, TaughtChain } from '~/components/chain/chain'
import type { Chain as ChainOfHops } from '~/components/chain/types'
import { SandboxChat } from '~/components/sandbox/sandbox_chat'
import { TryCard } from '~/components/sandbox/try_card'
import type { SandboxView } from '~/components/sandbox/types'
import { DevelopersHead } from '~/components/settings/developers_tabs'
import { useLive } from '~/hooks/use_live'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { EmptyState } from '~/ui/empty_state'
import { LiveMark } from '~/ui/state_mark'
import { TextLink } from '~/ui/text_link'

type SandboxPhoneProps = { connected: boolean; view: SandboxView | null; chain: ChainOfHops | null }

function NotYet() {
  const { t } = useT()
  const { path, may } = useShared()
  const actions = may('sandbox.use') && (
    <Button onClick={() => router.post(path('/developers/sandbox'))}>{t('sandbox.connect')}</Button>
  )
  return (
    <Card>
      <EmptyState icon={IconDeviceMobile} title={t('sandbox.none')} actions={actions}>
        {t('sandbox.none_help')}
      </EmptyState>
    </Card>
  )
}

function Desk({ view, chain }: { view: SandboxView; chain: ChainOfHops | null }) {
  const { t } = useT()
  const { path, workspace } = useShared()
  const live = useLive(workspace ? `workspaces/${workspace.id}/sandbox` : null, { only: ['view', 'chain'], every: 400 })
  // The bell rings for the phone; what happens further along the relay is looked for.
  usePoll(2500, { only: ['view', 'chain'] })
  return (
    <div className="st-split" data-side="left">
      <SandboxChat view={view} />
      <div className="st-stack">
        <TryCard />
        <Card
          title={t('chain.title')}
          beside={<LiveMark on={live} />}
          aside={
            view.contactId ? (
              <TextLink href={path(`/contacts/${view.contactId}`)}>{view.phone.name ?? t('sandbox.contact')}</TextLink>
            ) : undefined
          }
        >
          {chain && chain.hops.length > 0 ? <Chain hops={chain.hops} upright /> : <TaughtChain />}
        </Card>
      </div>
    </div>
  )
}

export default function SandboxPhone({ connected, view, chain }: SandboxPhoneProps) {
  const { t } = useT()
  const { path } = useShared()
  const again = (
    <Button
      variant="default"
      leftSection={<IconEraser size={16} />}
      onClick={() => router.post(path('/developers/sandbox'))}
    >
      {t('sandbox.start_over')}
    </Button>
  )
  return (
    <>
      <DevelopersHead secondary={connected ? again : undefined} />
      {connected && view ? <Desk view={view} chain={chain} /> : <NotYet />}
    </>
  )
}
