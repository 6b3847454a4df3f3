import { VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import { DataRow } from './data_row.tsx'
import { Pager, type PagerProps } from './pager.tsx'
import { RowsSkeleton } from './skeletons.tsx'
import classes from './data_table.module.css'

export type Column<Row> = {
  key: string
  header: ReactNode
  cell: (row: Row) => ReactNode
  /** px; columns without one share the rest by `share` (1). */
  width?: number
  share?: number
  align?: 'start' | 'end'
  /** The cell that names the row: dark, semibold, and the link when rows open. The first one by default. */
  main?: boolean
  /** Where it stands when a row becomes two lines: `-end` pushes it to the right, `-rest` takes what is left and is cut. */
  phone?: 'first' | 'first-end' | 'first-rest' | 'second' | 'second-end' | 'second-rest' | 'hide'
  /** No ellipsis: marks, buttons, pips. */
  whole?: boolean
}

export type DataTableProps<Row> = {
  label: string
  columns: Array<Column<Row>>
  rows: Row[]
  rowKey: (row: Row) => string
  /** Where a row opens; the row whose key is `selected` stays marked. */
  rowHref?: (row: Row) => string | undefined
  selected?: string | null
  /** Opens beside the list: keeps its scroll and state. */
  beside?: boolean
  loading?: boolean
  /** Shown instead of the table when there is no row. */
  empty?: ReactNode
  pager?: PagerProps
}

function Head<Row>({ columns }: { columns: Array<Column<Row>> }) {
  return (
    <thead>
      <tr>
        {columns.map(({ key, header, align }) => (
          <th key={key} scope="col" className={align === 'end' ? classes.end : undefined}>
            {header === '' ? <VisuallyHidden>{key}</VisuallyHidden> : header}
          </th>
        ))}
      </tr>
    </thead>
  )
}

function Widths<Row>({ columns }: { columns: Array<Column<Row>> }) {
  const shares = columns.reduce((sum, { width, share = 1 }) => sum + (width ? 0 : share), 0)
  return (
    <colgroup>
      {columns.map(({ key, width, share = 1 }) => (
        <col key={key} style={{ width: width ?? `${(share / shares) * 100}%` }} />
      ))}
    </colgroup>
  )
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, rowHref, selected, beside, loading = false, empty, pager } = props
  if (loading) return <RowsSkeleton />
  if (rows.length === 0 && empty !== undefined) return <>{empty}</>

  const named = columns.some((column) => column.main)
    ? columns
    : columns.map((column, i) => ({ ...column, main: i === 0 }))
  return (
    <div className={classes.box}>
      <table className={classes.table}>
        <caption>
          <VisuallyHidden>{label}</VisuallyHidden>
        </caption>
        <Widths columns={named} />
        <Head columns={named} />
        <tbody>
          {rows.map((row) => (
            <DataRow
              key={rowKey(row)}
              row={row}
              columns={named}
              href={rowHref?.(row)}
              selected={selected === rowKey(row)}
              beside={beside}
            />
          ))}
        </tbody>
      </table>
      {pager && <Pager {...pager} />}
    </div>
  )
}
