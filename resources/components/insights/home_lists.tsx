import { Link } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { IconRoute } from '@tabler/icons-react'
import { ActivityList } from '~/components/activity/activity_list'
import { AttentionList, type Attention } from '~/components/activity/attention_list'
import { TaughtChain } from '~/components/chain/chain'
import type { HopState } from '~/components/chain/types'
import { moment } from '~/hooks/format'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { CardSection } from '~/ui/card'
import { EmptyState } from '~/ui/empty_state'
import type { JsonParams } from '~/hooks/json'

export type Moved = {
  id: string
  at: number
  who: string
  what: string
  params: { step?: string; pipeline?: string; label?: string; until?: number | null; reported?: string }
  tone: 'bad' | null
  reason: { code: string; params: JsonParams } | null
  amount: { amount: number; currency: string } | null
  earned: boolean
  states: HopState[]
  href: string
}

export type Trouble = {
  kind: string
  id: string
  name: string | null
  code: string | null
  params: JsonParams
  count: number
  href: string
}

export function Moves({ activity }: { activity: Moved[] }) {
  const { t, reason } = useT()
  const detail = ({ reason: why, params, what }: Moved) => {
    if (why) return reason(why.code, why.params)
    if (what === 'waits' && params.until) return t('home.next_step', { at: moment(params.until) })
    return params.reported ? t('home.reported') : params.pipeline
  }
  return (
    <ActivityList
      entries={activity.map((each) => ({
        id: each.id,
        at: each.at,
        who: each.who,
        what: t(`home.what.${each.what}`, each.params),
        detail: detail(each),
        tone: each.tone ?? undefined,
        href: each.href,
        states: each.states,
        amount: each.amount && { minor: each.amount.amount, currency: each.amount.currency },
        amountNote: each.earned ? undefined : t('home.in_cart'),
      }))}
    />
  )
}

export function ToLookAt({ troubles }: { troubles: Trouble[] }) {
  const { t, reason, hint } = useT()
  const { path } = useShared()
  const items: Attention[] = troubles.map(({ kind, id, name, code, params, count, href }) => ({
    id,
    tone: 'bad',
    shape: 'cross',
    title: t(`home.trouble.${kind}`, { count, name: name ?? '' }),
    text: code ? [reason(code, params), hint(code, params)].filter(Boolean).join('. ') : undefined,
    action: { label: t(`home.mend.${kind}`), href: path(href) },
  }))
  return <AttentionList items={items} />
}

/** Nothing has come in: the first visit explains the product. */
export function NothingYet() {
  const { t } = useT()
  const { path, may } = useShared()
  return (
    <>
      <EmptyState
        icon={IconRoute}
        title={t('home.empty')}
        actions={
          <>
            {may('sandbox.use') && (
              <Button component={Link} href={path('/developers/sandbox')}>
                {t('home.sample_cart')}
              </Button>
            )}
            {may('connections.manage') && (
              <Button component={Link} variant="default" href={path('/connections')}>
                {t('home.connect_shop')}
              </Button>
            )}
          </>
        }
      >
        {t('home.empty_help')}
      </EmptyState>
      <CardSection>
        <TaughtChain />
      </CardSection>
    </>
  )
}
