import classes from './connections.module.css'

export function ConnectorIcon({ svg, size = 18 }: { svg: string; size?: number }) {
  const icon = `url("data:image/svg+xml,${encodeURIComponent(svg)}")`
  return <span className={classes.icon} style={{ '--icon': icon, 'width': size, 'height': size }} aria-hidden />
}

export function ConnectorTile({ svg }: { svg: string }) {
  return (
    <span className={classes.tile}>
      <ConnectorIcon svg={svg} />
    </span>
  )
}
