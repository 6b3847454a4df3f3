import type { ReactNode } from 'react'
import { useT } from '~/hooks/use_t'
import { DataTable, type Column } from '~/ui/data_table'
import { StateMark } from '~/ui/state_mark'
import { TextLink } from '~/ui/text_link'
import { Time } from '~/ui/time'

export type ConsentRow = {
  channel: string
  purpose: string
  state: 'granted' | 'confirmed' | 'asked' | 'withdrawn' | 'not_asked'
  /** Epoch ms of the entry that made it so. */
  since?: number | null
  /** The proof in one line: "Ticked at checkout, order #BL-9931". */
  proof?: string | null
  /** Where the whole proof is shown. */
  href?: string | null
}

type ConsentTableProps = {
  consents: ConsentRow[]
  /** Offered where nothing was asked yet. */
  onAsk?: (consent: ConsentRow) => void
  /** More to do on a row: a menu. */
  actions?: (consent: ConsentRow) => ReactNode
}

export function ConsentTable({ consents, onAsk, actions }: ConsentTableProps) {
  const { t, wordOf } = useT()
  const last = (consent: ConsentRow) => {
    if (actions) return actions(consent)
    return consent.href ? <TextLink href={consent.href}>{t('console.view')}</TextLink> : null
  }
  const columns: Array<Column<ConsentRow>> = [
    {
      key: 'what',
      header: t('consents.what'),
      share: 1.1,
      cell: ({ channel, purpose }) => (
        <>
          {wordOf(`consents.channel.${channel}`)}
          <span style={{ color: 'var(--st-text-2)', fontWeight: 400 }}> · {wordOf(`consents.purpose.${purpose}`)}</span>
        </>
      ),
    },
    {
      key: 'state',
      header: t('consents.state'),
      width: 116,
      phone: 'first-end',
      whole: true,
      cell: ({ state }) => <StateMark thing="consent" state={state} />,
    },
    { key: 'since', header: t('consents.since'), width: 150, cell: ({ since }) => <Time at={since} form="moment" /> },
    {
      key: 'proof',
      header: t('consents.proof'),
      share: 1.4,
      phone: 'second-rest',
      cell: (consent) =>
        consent.state === 'not_asked' && onAsk ? (
          <TextLink onClick={() => onAsk(consent)}>{t('consents.ask')}</TextLink>
        ) : (
          consent.proof
        ),
    },
    { key: t('console.view'), header: '', width: 64, align: 'end', phone: 'second-end', whole: true, cell: last },
  ]
  return (
    <DataTable
      label={t('consents.title')}
      columns={columns}
      rows={consents}
      rowKey={({ channel, purpose }) => `${channel}:${purpose}`}
    />
  )
}

/** The narrow form, for a side panel: name at the left, state at the right. */
export function ConsentList({ consents }: { consents: ConsentRow[] }) {
  const { wordOf } = useT()
  return (
    <ul style={{ display: 'grid', gap: 8, margin: 0, padding: 0, listStyle: 'none', fontSize: 13 }}>
      {consents.map(({ channel, purpose, state }) => (
        <li key={`${channel}:${purpose}`} style={{ display: 'flex', justifyContent: 'space-between', gap: 12 }}>
          <span>
            {wordOf(`consents.channel.${channel}`)} · {wordOf(`consents.purpose.${purpose}`)}
          </span>
          <StateMark thing="consent" state={state} />
        </li>
      ))}
    </ul>
  )
}
