import { Link } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { useQuery } from '~/hooks/use_query'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Notice } from '~/ui/error_box'
import type { ConnectionLine, Figures } from './types.ts'

const REPAIRED_BY_FORM = [
  'authentication_expired',
  'sign_in_needed',
  'renewal_interrupted',
  'access_revoked',
  'permission_missing',
  'settings_refused',
  'account_not_found',
  'scopes_missing',
  'not_subscribed',
  'other_account',
]

const SIGNS_IN_AGAIN = ['sign_in_needed', 'renewal_interrupted']

function Repair({ code }: { code: string }) {
  const { t } = useT()
  const query = useQuery()
  const { may } = useShared()
  if (!may('connections.manage') || !REPAIRED_BY_FORM.includes(code)) return null
  return (
    <Button component={Link} href={query.href({ tab: 'settings', delivery: null })} size="xs">
      {t(SIGNS_IN_AGAIN.includes(code) ? 'connections.sign_in_again' : 'connections.repair')}
    </Button>
  )
}

/** What is wrong, what follows from it, and where it is mended. */
export function Trouble({
  connection,
  figures,
  ownSecret,
}: {
  connection: ConnectionLine
  figures: Figures
  ownSecret: boolean
}) {
  const { t, reason, hint } = useT()
  const refused = figures.rejections.find((one) => one.reason === 'bad_signature' || one.reason === 'missing_secret')
  const why = connection.reason
  return (
    <>
      {why && (
        <Notice
          kind={connection.state === 'broken' ? 'error' : 'wait'}
          alert={connection.state === 'broken'}
          title={`${reason(why.code, why.params)}.`}
          actions={<Repair code={why.code} />}
        >
          {typeof why.params?.message === 'string' ? `${why.params.message.replace(/\.$/, '')}. ` : ''}
          {hint(why.code, why.params) ?? ''}
        </Notice>
      )}
      {refused && (
        <Notice
          kind="error"
          title={t('connections.refused', { n: refused.count, why: reason(refused.reason) })}
          actions={<Repair code="authentication_expired" />}
        >
          {ownSecret ? t('connections.refused_own') : (hint(refused.reason) ?? '')}
        </Notice>
      )}
      {connection.warnings.map(({ code, params }) => (
        <Notice key={code} kind="info" title={`${reason(code, params)}.`}>
          {hint(code, params) ?? ''}
        </Notice>
      ))}
    </>
  )
}
