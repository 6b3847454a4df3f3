import type { ReactNode } from 'react'

/** A label with a counter at its right, which turns red when it is too much. */
export function FieldLabel({ children, length, max }: { children: ReactNode; length: number; max: number }) {
  return (
    <span style={{ display: 'flex', justifyContent: 'space-between', gap: 8, width: '100%' }}>
      <span>{children}</span>
      <span
        className="st-num"
        style={{ fontWeight: 400, fontSize: 12, color: length > max ? 'var(--st-bad)' : 'var(--st-text-3)' }}
      >
        {length} / {max}
      </span>
    </span>
  )
}

/** Mantine's labels are as wide as their words; a counter needs the whole line. */
export const wideLabel = { label: { width: '100%' } }
