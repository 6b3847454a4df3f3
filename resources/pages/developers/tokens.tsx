import { router, useForm } from '@inertiajs/react'
import { MultiSelect, NumberInput, Select, SimpleGrid, TagsInput, TextInput } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useState } from 'react'
import { DevelopersHead } from '~/components/settings/developers_tabs'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { CopyLink } from '~/ui/code_block'
import { ConfirmDialog } from '~/ui/confirm_dialog'
import { DataTable } from '~/ui/data_table'
import { EmptyState } from '~/ui/empty_state'
import { Notice } from '~/ui/error_box'
import { StateMark } from '~/ui/state_mark'
import { SubmitButton } from '~/ui/submit_button'
import { TextLink } from '~/ui/text_link'
import { Time } from '~/ui/time'

type Token = {
  id: string
  name: string
  hint: string
  scopes: string[]
  lastUsedAt: number | null
  createdAt: number
  expiresAt: number | null
  allowedIps: string[] | null
  /** Requests a minute. */
  limit: number
  state: string
}

type NewToken = { name: string; scopes: string[]; days: number | null; allowedIps: string[]; perMinute: number | null }

const DAYS = [7, 30, 90, 365]

function NewTokenForm({ scopes, defaultLimit }: { scopes: string[]; defaultLimit: number }) {
  const { t } = useT()
  const { path } = useShared()
  const { data, setData, post, processing, errors, reset } = useForm<NewToken>({
    name: '',
    scopes: [],
    days: null,
    allowedIps: [],
    perMinute: null,
  })
  const wrongIp = errors.allowedIps ?? Object.entries(errors).find(([field]) => field.startsWith('allowedIps.'))?.[1]
  return (
    <Card title={t('developers.new_token')}>
      <form
        className="st-stack"
        onSubmit={(event) => {
          event.preventDefault()
          post(path('/developers/tokens'), { preserveScroll: true, onSuccess: () => reset() })
        }}
      >
        <TextInput
          label={t('settings.name')}
          placeholder={t('developers.token_name')}
          value={data.name}
          error={errors.name}
          onChange={(event) => setData('name', event.currentTarget.value)}
        />
        <MultiSelect
          label={t('developers.scopes')}
          description={t('developers.scopes_help')}
          data={scopes}
          value={data.scopes}
          error={errors.scopes}
          searchable
          clearable
          onChange={(chosen) => setData('scopes', chosen)}
        />
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing={12}>
          <Select
            label={t('developers.expires')}
            data={DAYS.map((days) => ({ value: String(days), label: t('developers.in_days', { days }) }))}
            placeholder={t('developers.never')}
            value={data.days === null ? null : String(data.days)}
            error={errors.days}
            clearable
            onChange={(days) => setData('days', days === null ? null : Number(days))}
          />
          <NumberInput
            label={t('developers.per_minute')}
            placeholder={String(defaultLimit)}
            min={1}
            max={6000}
            value={data.perMinute ?? ''}
            error={errors.perMinute}
            onChange={(limit) => setData('perMinute', limit === '' ? null : Number(limit))}
          />
          <TagsInput
            label={t('developers.allowed_ips')}
            placeholder={data.allowedIps.length === 0 ? '203.0.113.0/24' : undefined}
            value={data.allowedIps}
            error={wrongIp}
            onChange={(ips) => setData('allowedIps', ips)}
          />
        </SimpleGrid>
        <div>
          <SubmitButton errors={errors} loading={processing}>
            {t('accounts.create')}
          </SubmitButton>
        </div>
      </form>
    </Card>
  )
}

/** How much, from where and until when. */
function Limits({ token: { limit, allowedIps, expiresAt, state } }: { token: Token }) {
  const { t } = useT()
  if (state === 'expired') return <StateMark thing="token" state="expired" />
  return (
    <>
      {t('developers.limit_words', { limit })}
      {allowedIps && ` · ${allowedIps.join(', ')}`}
      {expiresAt && (
        <>
          {' · '}
          <Time at={expiresAt} form="relative" />
        </>
      )}
    </>
  )
}

export default function Tokens({
  tokens,
  scopes,
  defaultLimit,
  issued,
}: {
  tokens: Token[]
  scopes: string[]
  defaultLimit: number
  issued: string | null
}) {
  const { t } = useT()
  const { path } = useShared()
  const [revoking, setRevoking] = useState<Token | null>(null)
  return (
    <>
      <DevelopersHead />
      <div className="st-stack" style={{ gap: 16 }}>
        {issued && (
          <Notice title={t('developers.token_issued')} actions={<CopyLink text={issued} />}>
            {t('developers.token_once')}{' '}
            <code className="st-mono" style={{ wordBreak: 'break-all' }}>
              {issued}
            </code>
          </Notice>
        )}
        <NewTokenForm scopes={scopes} defaultLimit={defaultLimit} />
        <Card flush>
          <DataTable
            label={t('developers.tokens')}
            rows={tokens}
            rowKey={({ id }) => id}
            columns={[
              { key: 'name', header: t('settings.name'), cell: ({ name }) => name },
              {
                key: 'hint',
                header: t('developers.token'),
                width: 120,
                cell: ({ hint }) => <span className="st-mono">stf_…{hint}</span>,
                phone: 'first-end',
              },
              {
                key: 'scopes',
                header: t('developers.scopes'),
                share: 2,
                cell: (token) => token.scopes.join(', '),
                phone: 'second',
              },
              {
                key: 'limit',
                header: t('developers.limit'),
                width: 190,
                cell: (token) => <Limits token={token} />,
                phone: 'hide',
              },
              {
                key: 'used',
                header: t('developers.last_used'),
                width: 140,
                cell: ({ lastUsedAt }) => <Time at={lastUsedAt} form="relative" />,
                phone: 'hide',
              },
              {
                key: t('developers.revoke'),
                header: '',
                width: 90,
                whole: true,
                align: 'end',
                phone: 'second-end',
                cell: (token) => <TextLink onClick={() => setRevoking(token)}>{t('developers.revoke')}</TextLink>,
              },
            ]}
            empty={
              <EmptyState icon={IconKey} title={t('developers.no_tokens')}>
                {t('developers.no_tokens_help')}
              </EmptyState>
            }
          />
        </Card>
      </div>
      <ConfirmDialog
        opened={revoking !== null}
        onClose={() => setRevoking(null)}
        onConfirm={() =>
          revoking &&
          router.delete(path(`/developers/tokens/${revoking.id}`), {
            preserveScroll: true,
            onFinish: () => setRevoking(null),
          })
        }
        title={t('developers.revoke_title', { name: revoking?.name ?? '' })}
        losses={[t('developers.revoke_loss')]}
        confirm={t('developers.revoke')}
      />
    </>
  )
}
