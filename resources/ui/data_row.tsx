import { Link, router } from '@inertiajs/react'
import type { MouseEvent } from 'react'
import { Cut } from './cut.tsx'
import type { Column } from './data_table.tsx'
import classes from './data_table.module.css'

type DataRowProps<Row> = {
  row: Row
  columns: Array<Column<Row>>
  href?: string
  selected: boolean
  beside?: boolean
}

function namesOf<Row>({ align, main, whole, phone = 'second' }: Column<Row>) {
  const place = main ? (phone === 'second' ? 'first' : phone) : phone
  const line = place.startsWith('first') ? classes.first : classes.second
  return [
    main && classes.main,
    align === 'end' && classes.end,
    place === 'hide' ? classes.hide : line,
    place.endsWith('-end') && classes.right,
    place.endsWith('-rest') && classes.rest,
    whole && classes.whole,
  ]
    .filter(Boolean)
    .join(' ')
}

const onControl = (event: MouseEvent) =>
  event.target instanceof Element && event.target.closest('a, button, input, label, [role="menu"]') !== null

/** The whole row is a target for the mouse; the keyboard and screen readers have the link in its main cell. */
export function DataRow<Row>({ row, columns, href, selected, beside = false }: DataRowProps<Row>) {
  const visit = { preserveScroll: beside, preserveState: beside }
  const open = (event: MouseEvent) => {
    if (!href || onControl(event) || window.getSelection()?.toString()) return
    if (event.ctrlKey || event.metaKey) window.open(href, '_blank', 'noopener')
    else router.visit(href, visit)
  }
  const content = (column: Column<Row>) => {
    const cell = column.cell(row)
    const linked =
      column.main && href ? (
        <Link href={href} className={classes.open} {...visit}>
          {cell}
        </Link>
      ) : (
        cell
      )
    return column.whole ? linked : <Cut>{linked}</Cut>
  }

  return (
    <tr
      className={classes.row}
      data-open={href ? true : undefined}
      data-selected={selected || undefined}
      onClick={open}
    >
      {columns.map((column) => (
        <td key={column.key} className={namesOf(column)}>
          {content(column)}
        </td>
      ))}
      <td className={classes.break} aria-hidden />
    </tr>
  )
}
