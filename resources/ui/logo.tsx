/** Two batons handed over: one dark, one in the accent. */
export function Logo({ size = 22, word = true }: { size?: number; word?: boolean }) {
  return (
    <span
      style={{ display: 'inline-flex', alignItems: 'center', gap: size / 3, fontWeight: 600, fontSize: size * 0.68 }}
    >
      <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden>
        <g transform="skewX(-15)">
          <rect x="8.3" y="3" width="5.6" height="13" rx="2" fill="var(--st-text)" />
          <rect x="16.6" y="8" width="5.6" height="13" rx="2" fill="var(--st-accent)" />
        </g>
      </svg>
      {word && 'Staffetta'}
    </span>
  )
}
