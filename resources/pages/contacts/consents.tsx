import { IconShieldCheck } from '@tabler/icons-react'
import type { LedgerEntry } from '~/components/contacts/types'
import classes from '~/components/contacts/contacts.module.css'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { EmptyState } from '~/ui/empty_state'
import { PageHeader } from '~/ui/page_header'
import { StateMark } from '~/ui/state_mark'
import { Time } from '~/ui/time'

function Entry({ entry }: { entry: LedgerEntry }) {
  const { t, wordOf } = useT()
  const facts = [
    [t('contacts.method'), wordOf(`contacts.method.${entry.method}`)],
    [t('contacts.wording'), entry.wording],
    [t('contacts.wording_version'), entry.wordingVersion],
    [t('contacts.way_out'), entry.wayOut && wordOf(`contacts.way_out.${entry.wayOut}`)],
    [t('contacts.source'), entry.sourceName ?? wordOf(`contacts.source.${entry.source}`)],
    ...Object.entries(entry.proof).map(([name, value]) => [wordOf(`contacts.proof.${name}`), value]),
  ].filter(([, value]) => value)
  return (
    <li className={classes.entry} id={entry.id}>
      <div className={classes.entryHead}>
        <span>
          <strong>{wordOf(`consents.channel.${entry.channel}`)}</strong> · {wordOf(`consents.purpose.${entry.purpose}`)}
        </span>
        <StateMark thing="consent" state={entry.action} />
        <Time at={entry.at} form="moment" />
      </div>
      <dl className={classes.proof}>
        {facts.map(([label, value]) => (
          <div key={label} style={{ display: 'contents' }}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  )
}

export default function ContactConsents({
  contact,
  entries,
}: {
  contact: { id: string; name: string }
  entries: LedgerEntry[]
}) {
  const { t } = useT()
  const { path } = useShared()
  const crumbs = [
    { label: t('contacts.title'), href: path('/contacts') },
    { label: contact.name, href: path(`/contacts/${contact.id}`) },
  ]
  return (
    <>
      <PageHeader title={t('contacts.ledger_title', { name: contact.name })} crumbs={crumbs} />
      <p style={{ margin: '0 0 12px', fontSize: 13, color: 'var(--st-text-2)' }}>{t('contacts.ledger_help')}</p>
      <Card flush>
        {entries.length === 0 && <EmptyState icon={IconShieldCheck} title={t('contacts.ledger_empty')} />}
        <ul className={classes.identities}>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ul>
      </Card>
    </>
  )
}
