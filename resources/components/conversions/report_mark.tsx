import { useT } from '~/hooks/use_t'
import { StateMark } from '~/ui/state_mark'
import type { ConversionLine } from './types.ts'

/** How the telling went, with its reason in words. */
export function ReportMark({
  conversion,
}: {
  conversion: Pick<ConversionLine, 'report' | 'reportState' | 'reportCode'>
}) {
  const { reason } = useT()
  const { report, reportState, reportCode } = conversion
  const code = report ? report.code : reportCode
  const more = code ? <span style={{ color: 'var(--st-text-2)' }}>· {reason(code)}</span> : undefined
  return report ? (
    <StateMark thing="report" state={report.state} more={more} />
  ) : (
    <StateMark thing="conversion" state={reportState} more={more} />
  )
}
