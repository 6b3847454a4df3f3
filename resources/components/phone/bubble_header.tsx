import {
  IconFileText,
  IconMapPin,
  IconMicrophone,
  IconPhoto,
  IconSticker,
  IconVideo,
  type TablerIcon,
} from '@tabler/icons-react'
import { wordOf } from '~/hooks/use_t'
import { formatted } from './formatted.tsx'
import type { MessageHeader } from './types.ts'
import classes from './bubble.module.css'

const hollow: Record<'image' | 'video' | 'audio' | 'sticker', TablerIcon> = {
  image: IconPhoto,
  video: IconVideo,
  audio: IconMicrophone,
  sticker: IconSticker,
}

function Attached({ icon: Icon, name, note }: { icon: TablerIcon; name: string; note?: string }) {
  return (
    <div className={classes.file}>
      <Icon size={22} stroke={1.5} aria-hidden style={{ flex: 'none' }} />
      <span>
        {name}
        {note && (
          <>
            <br />
            <span style={{ color: 'var(--wa-dim)', fontSize: 12 }}>{note}</span>
          </>
        )}
      </span>
    </div>
  )
}

export function BubbleHeader({ header }: { header: MessageHeader }) {
  switch (header.kind) {
    case 'text':
      return <div className={`${classes.text} ${classes.title}`}>{formatted(header.text)}</div>
    case 'document':
      return <Attached icon={IconFileText} name={header.name} note={header.size} />
    case 'location':
      return <Attached icon={IconMapPin} name={header.name} note={header.address} />
    case 'image':
    case 'sticker':
      if (header.url) return <img className={classes.media} src={header.url} alt={header.alt ?? ''} />
      break
    case 'video':
      if (header.url) return <video className={classes.media} src={header.url} controls aria-label={header.alt} />
      break
    case 'audio':
      if (header.url) return <audio className={classes.media} src={header.url} controls aria-label={header.alt} />
  }
  const Icon = hollow[header.kind]
  return (
    <div
      className={`${classes.media} ${classes.hollow}`}
      role="img"
      aria-label={header.alt ?? wordOf(`phone.media.${header.kind}`)}
    >
      <Icon size={32} stroke={1.3} aria-hidden />
    </div>
  )
}
