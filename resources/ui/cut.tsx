import { Fragment, type MouseEvent, type ReactNode } from 'react'

const tell = ({ currentTarget: box }: MouseEvent<HTMLSpanElement>) => {
  box.title = box.scrollWidth > box.clientWidth ? (box.textContent ?? '') : ''
}

/** One line, cut with an ellipsis; hovering says the rest, only where something was cut. */
export function Cut({ children }: { children: ReactNode }) {
  return (
    <span className="st-cut" onMouseEnter={tell}>
      {children}
    </span>
  )
}

/** Lets long names break after their dots and underscores instead of anywhere. */
export function breakable(text: string) {
  return text.split(/(?<=[._/@])/).map((part, i) => (
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
