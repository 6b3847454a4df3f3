import { Chain } from '~/components/chain/chain'
import type { Chain as ChainOfHops } from '~/components/chain/types'
import { RefundsTable } from '~/components/commerce/refunds_table'
import type { Refund } from '~/components/commerce/types'
import { ReportMark } from '~/components/conversions/report_mark'
import type { ConversionLine, ReportPath } from '~/components/conversions/types'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { CopyId } from '~/ui/copy_id'
import { Facts } from '~/ui/facts'
import { Money } from '~/ui/money'
import { PageHeader } from '~/ui/page_header'
import { StateMark } from '~/ui/state_mark'
import { TextLink } from '~/ui/text_link'
import { Time } from '~/ui/time'

type Report = {
  id: string
  dataset: string
  path: ReportPath
  eventName: string
  eventId: string
  state: string
  code: string | null
  detail: string | null
  traceId: string | null
  warnings: string[] | null
  matchKeys: string[] | null
  attempts: number
  settledAt: number | null
}

function ReportCard({ report }: { report: Report }) {
  const { t, reason, hint } = useT()
  const keys = (report.matchKeys ?? []).map((key) => t(`conversions.key.${key}`)).join(', ')
  return (
    <Card
      title={report.eventName}
      note={t(`conversions.path.${report.path}`)}
      aside={<StateMark thing="report" state={report.state} />}
    >
      <Facts
        items={[
          ...(report.code
            ? [
                {
                  label: t('conversions.reason'),
                  value: (
                    <>
                      {reason(report.code)} {hint(report.code)}
                    </>
                  ),
                },
              ]
            : []),
          ...(report.detail ? [{ label: t('conversions.vendor_says'), value: report.detail }] : []),
          ...(report.warnings?.length
            ? [{ label: t('conversions.warnings'), value: report.warnings.join(' · ') }]
            : []),
          { label: t('conversions.match_keys'), value: keys || null },
          { label: t('conversions.dataset'), value: <span className="st-mono">{report.dataset}</span> },
          { label: t('conversions.event_id'), value: <CopyId id={report.eventId} /> },
          { label: t('conversions.trace'), value: report.traceId ? <CopyId id={report.traceId} /> : null },
          { label: t('conversions.attempts'), value: report.attempts },
          { label: t('conversions.settled'), value: <Time at={report.settledAt} form="moment" /> },
        ]}
      />
    </Card>
  )
}

type ConversionProps = { conversion: ConversionLine; reports: Report[]; refunds: Refund[]; chain: ChainOfHops }

export default function Conversion({ conversion, reports, refunds, chain }: ConversionProps) {
  const { t, hint } = useT()
  const { path } = useShared()
  const { contact, messageId, creditedBy } = conversion
  return (
    <>
      <PageHeader
        title={t(`conversions.kind.${conversion.kind}`)}
        crumbs={[{ label: t('conversions.title'), href: path('/conversions') }]}
        pills={<StateMark pill thing="conversion" state={conversion.reportState} />}
        note={<CopyId id={conversion.id} />}
      />
      <div className="st-stack" style={{ gap: 16 }}>
        <Card title={t('chain.title')}>
          <Chain hops={chain.hops} />
        </Card>
        <Card title={t('conversions.what')}>
          <Facts
            items={[
              {
                label: t('conversions.value'),
                value: <Money minor={conversion.amount} currency={conversion.currency ?? ''} strong />,
              },
              ...(conversion.amount !== null && conversion.refunded > 0
                ? [
                    {
                      label: t('conversions.earned'),
                      value: (
                        <Money
                          minor={conversion.amount - conversion.refunded}
                          currency={conversion.currency ?? ''}
                          strong
                        />
                      ),
                    },
                  ]
                : []),
              { label: t('conversions.when'), value: <Time at={conversion.occurredAt} form="moment" /> },
              {
                label: t('conversions.who'),
                value: contact ? (
                  <TextLink href={path(`/contacts/${contact.id}`)}>{contact.name ?? t('conversions.unnamed')}</TextLink>
                ) : (
                  t('conversions.nobody')
                ),
              },
              {
                label: t('conversions.credit'),
                value: messageId ? (
                  <TextLink href={path(`/messages/${messageId}`)}>
                    {t(`conversions.credit.${creditedBy ?? 'none'}`)}
                  </TextLink>
                ) : (
                  t('conversions.credit.none')
                ),
              },
              {
                label: t('conversions.report'),
                value: (
                  <>
                    <ReportMark conversion={conversion} /> {conversion.reportCode && hint(conversion.reportCode)}
                  </>
                ),
              },
              ...(conversion.releasedAt
                ? [{ label: t('conversions.released'), value: <Time at={conversion.releasedAt} form="moment" /> }]
                : []),
            ]}
          />
        </Card>
        {refunds.length > 0 && (
          <Card title={t('conversions.refunds')} note={t('conversions.refunds_help')} flush>
            <RefundsTable refunds={refunds} />
          </Card>
        )}
        {reports.map((report) => (
          <ReportCard key={report.id} report={report} />
        ))}
      </div>
    </>
  )
}
