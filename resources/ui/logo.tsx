/** Two batons handed over: one dark, one in the accent. */
export function Logo({ size = 22, word = true }: { size?: number; word?: boolean }) {
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 10, fontWeight: 600, fontSize: size * 0.68 }}>
      <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden>
        <path d="M7.6 4h4.6a.8.8 0 0 1 .77 1.02l-2.7 9.4a.8.8 0 0 1-.77.58H4.9a.8.8 0 0 1-.77-1.02l2.7-9.4A.8.8 0 0 1 7.6 4Z" fill="var(--st-text)" />
        <path d="M15.2 9h4.6a.8.8 0 0 1 .77 1.02l-2.7 9.4a.8.8 0 0 1-.77.58h-4.6a.8.8 0 0 1-.77-1.02l2.7-9.4a.8.8 0 0 1 .77-.58Z" fill="var(--st-accent)" />
      </svg>
      {word && 'Staffetta'}
    </span>
  )
}
