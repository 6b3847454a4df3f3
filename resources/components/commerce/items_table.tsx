import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable } from '~/ui/data_table'
import { Money } from '~/ui/money'
import { TextLink } from '~/ui/text_link'
import type { Item } from './types.ts'

export function ItemsTable({ items }: { items: Item[] }) {
  const { t } = useT()
  return (
    <Card title={t('commerce.items')} flush>
      <DataTable
        label={t('commerce.items')}
        rows={items}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'product',
            header: t('commerce.product'),
            share: 3,
            cell: ({ title, url }) =>
              url ? (
                <TextLink href={url} external>
                  {title}
                </TextLink>
              ) : (
                title
              ),
          },
          {
            key: 'quantity',
            header: t('commerce.quantity'),
            width: 90,
            align: 'end',
            cell: ({ quantity }) => quantity,
            phone: 'second',
          },
          {
            key: 'price',
            header: t('commerce.price'),
            width: 120,
            align: 'end',
            cell: ({ unitPrice }) => <Money minor={unitPrice.amount} currency={unitPrice.currency} />,
            phone: 'first-end',
          },
        ]}
      />
    </Card>
  )
}
