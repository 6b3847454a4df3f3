import { router, useForm } from '@inertiajs/react'
import { Button, Group, NumberInput, TextInput } from '@mantine/core'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card, CardFoot } from '~/ui/card'
import { DataTable, type Column } from '~/ui/data_table'
import { EmptyState } from '~/ui/empty_state'
import { SubmitButton } from '~/ui/submit_button'
import { TextLink } from '~/ui/text_link'
import { IconCoins } from '@tabler/icons-react'
import { amountOf, micros, unitsOf } from './micros.ts'
import type { Price } from './types.ts'

type Draft = { model: string; input: number | null; cached: number | null; output: number | null }
const EMPTY: Draft = { model: '', input: null, cached: null, output: null }

function Source({ price }: { price: Price }) {
  const { t } = useT()
  if (price.from === 'own') return <>{t('ai.price_own')}</>
  const words = t('ai.price_list', { month: price.asOf ?? '' })
  return price.source?.startsWith('http') ? (
    <TextLink href={price.source} external>
      {words}
    </TextLink>
  ) : (
    <>{words}</>
  )
}

function useColumns(currency: string, edit: (price: Price) => void): Array<Column<Price>> {
  const { t } = useT()
  const { path } = useShared()
  const amount = (key: 'input' | 'cached' | 'output', phone: 'hide' | 'second') => ({
    key,
    header: t(`ai.price_${key}`),
    width: 100,
    align: 'end' as const,
    phone,
    cell: (price: Price) => (price[key] === null ? '–' : micros(price[key], currency)),
  })
  const forget = (model: string) => router.delete(path('/ai/prices'), { data: { model }, preserveScroll: true })
  return [
    { key: 'model', header: t('ai.model'), main: true, cell: ({ model }) => model },
    amount('input', 'second'),
    amount('cached', 'hide'),
    amount('output', 'second'),
    { key: 'source', header: t('ai.price_source'), cell: (price) => <Source price={price} />, phone: 'second-rest' },
    {
      key: 'acts',
      header: '',
      width: 170,
      whole: true,
      align: 'end',
      phone: 'first-end',
      cell: (price) => (
        <Group gap={6} justify="flex-end" wrap="nowrap">
          <Button size="compact-xs" variant="default" onClick={() => edit(price)}>
            {t('ai.change')}
          </Button>
          {price.from === 'own' && (
            <Button size="compact-xs" variant="default" onClick={() => forget(price.model)}>
              {t('ai.forget_price')}
            </Button>
          )}
        </Group>
      ),
    },
  ]
}

/** Prices per million tokens: the vendors' lists, and an admin's own in their place. */
export function PriceTable({ prices, currency }: { prices: Price[]; currency: string }) {
  const { t } = useT()
  const { path } = useShared()
  const { data, setData, put, processing, errors, reset } = useForm<Draft>(EMPTY)
  const edit = ({ model, input, cached, output }: Price) => setData({ model, input, cached, output })
  const field = (key: 'input' | 'cached' | 'output') => (
    <NumberInput
      w={120}
      hideControls
      label={t(`ai.price_${key}`)}
      min={0}
      decimalScale={4}
      value={unitsOf(data[key])}
      error={errors[key]}
      onChange={(units) => setData({ ...data, [key]: amountOf(units) })}
    />
  )
  return (
    <Card flush title={t('ai.prices')} note={t('ai.prices_help', { currency })}>
      <DataTable
        label={t('ai.prices')}
        columns={useColumns(currency, edit)}
        rows={prices}
        rowKey={({ model }) => model}
        empty={
          <EmptyState icon={IconCoins} title={t('ai.no_prices')}>
            {t('ai.no_prices_help')}
          </EmptyState>
        }
      />
      <CardFoot>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            put(path('/ai/prices'), { preserveScroll: true, onSuccess: () => reset() })
          }}
        >
          <Group align="flex-end" gap={10}>
            <TextInput
              w={220}
              label={t('ai.model')}
              value={data.model}
              error={errors.model}
              onChange={(event) => setData({ ...data, model: event.currentTarget.value })}
            />
            {field('input')}
            {field('cached')}
            {field('output')}
            <SubmitButton errors={errors} loading={processing}>
              {t('ai.set_price')}
            </SubmitButton>
          </Group>
        </form>
      </CardFoot>
    </Card>
  )
}
