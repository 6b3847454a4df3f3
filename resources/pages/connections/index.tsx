import { router } from '@inertiajs/react'
import { Button, Group, Menu, Select } from '@mantine/core'
import { IconPlus, IconSearchOff } from '@tabler/icons-react'
import { ConnectorIcon } from '~/components/connections/connector_icon'
import { ConnectionCard, OfferCard } from '~/components/connections/gallery_card'
import { KINDS } from '~/components/connections/types'
import type { ConnectionLine, ConnectorCard } from '~/components/connections/types'
import classes from '~/components/connections/connections.module.css'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { EmptyState } from '~/ui/empty_state'
import { Notice } from '~/ui/error_box'
import { FilterTabs } from '~/ui/filter_tabs'
import { PageHeader } from '~/ui/page_header'
import { SearchInput } from '~/ui/search_input'
import { Time } from '~/ui/time'

type Card = ConnectorCard & { connections: Array<ConnectionLine & { pipelines: number }> }
type IndexProps = { cards: Card[]; orphans: ConnectionLine[]; faults: Array<{ plugin: string; error: string }> }

const TO_FIX = ['slow', 'needs_attention', 'broken']

function AddConnection({ cards }: { cards: Card[] }) {
  const { t } = useT()
  const { path } = useShared()
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button leftSection={<IconPlus size={16} />}>{t('connections.add')}</Button>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {cards.map(({ id, name, icon }) => (
          <Menu.Item
            key={id}
            leftSection={<ConnectorIcon svg={icon} size={16} />}
            onClick={() => router.visit(path(`/connections/new?connector=${id}`))}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function KindSelect({ cards }: { cards: Card[] }) {
  const { t } = useT()
  const query = useQuery()
  const kinds = KINDS.filter((kind) => cards.some(({ category }) => category === kind))
  return (
    <Select
      size="xs"
      w={190}
      aria-label={t('connections.kind')}
      data={[
        { value: '', label: t('connections.all_kinds') },
        ...kinds.map((kind) => ({ value: kind, label: t(`connections.group.${kind}`) })),
      ]}
      value={query.get('kind')}
      onChange={(kind) => query.set({ kind })}
      allowDeselect={false}
    />
  )
}

function Faults({ faults }: Pick<IndexProps, 'faults'>) {
  const { t } = useT()
  if (faults.length === 0) return null
  return (
    <Notice kind="wait" title={t('connections.faults', { n: faults.length })}>
      {faults.map(({ plugin, error }) => `${plugin}: ${error}`).join(' ')}
    </Notice>
  )
}

const fits = (words: string, texts: Array<string | null>) => texts.some((text) => text?.toLowerCase().includes(words))

/** What the filter and the search leave of a card: its connections, and whether it is offered. */
function useShown(cards: Card[]) {
  const query = useQuery()
  const show = query.get('show')
  const words = query.get('q').trim().toLowerCase()
  const kind = query.get('kind')
  return cards
    .filter(
      ({ name, summary, category, connections }) =>
        (kind === '' || kind === category) &&
        (words === '' || fits(words, [name, summary, ...connections.flatMap((one) => [one.name, one.accountLabel])]))
    )
    .map((card) => ({
      card,
      connections:
        show === 'to_fix' ? card.connections.filter(({ state }) => TO_FIX.includes(state)) : card.connections,
      offered: show === '' && card.connections.length === 0,
    }))
    .filter(({ connections, offered }) => connections.length > 0 || offered)
}

export default function Connections({ cards, orphans, faults }: IndexProps) {
  const { t } = useT()
  const { may } = useShared()
  const shown = useShown(cards)
  const all = [...cards.flatMap(({ connections }) => connections), ...orphans]
  const lastCheck = Math.max(0, ...all.map(({ checkedAt }) => checkedAt ?? 0))
  const choices = [
    { value: '', label: t('connections.all'), count: cards.length },
    { value: 'connected', label: t('connections.connected_only'), count: all.length },
    {
      value: 'to_fix',
      label: t('connections.to_fix'),
      count: all.filter(({ state }) => TO_FIX.includes(state)).length,
    },
  ]
  return (
    <>
      <PageHeader
        title={t('nav.connections')}
        secondary={<SearchInput placeholder={t('connections.find')} />}
        primary={may('connections.manage') ? <AddConnection cards={cards} /> : undefined}
      />
      <div className="st-stack">
        <Group justify="space-between">
          <Group gap={12}>
            <FilterTabs name="show" choices={choices} label={t('connections.filter')} />
            <KindSelect cards={cards} />
          </Group>
          {lastCheck > 0 && (
            <span style={{ color: 'var(--st-text-2)', fontSize: 12 }}>
              {t('connections.last_check')} <Time at={lastCheck} form="seconds" />
            </span>
          )}
        </Group>
        <Faults faults={faults} />
        {orphans.map((connection) => (
          <ul key={connection.id} className={classes.cards}>
            <ConnectionCard connector={null} connection={connection} />
          </ul>
        ))}
        {shown.length === 0 && (
          <EmptyState icon={IconSearchOff} title={t('connections.none_found')}>
            {t('connections.none_found_help')}
          </EmptyState>
        )}
        <div className={classes.groups}>
          {KINDS.map((group) => ({ group, inside: shown.filter(({ card }) => card.category === group) }))
            .filter(({ inside }) => inside.length > 0)
            .map(({ group, inside }) => (
              <section key={group} className={classes.group} aria-labelledby={`group-${group}`}>
                <h2 id={`group-${group}`} className={classes.groupTitle}>
                  {t(`connections.group.${group}`)}
                </h2>
                <ul className={classes.cards}>
                  {inside.flatMap(({ card, connections, offered }) => [
                    ...connections.map((connection) => (
                      <ConnectionCard key={connection.id} connector={card} connection={connection} />
                    )),
                    ...(offered ? [<OfferCard key={card.id} connector={card} />] : []),
                  ])}
                </ul>
              </section>
            ))}
        </div>
      </div>
    </>
  )
}
