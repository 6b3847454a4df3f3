import {
  IconBolt,
  IconCreditCard,
  IconFileText,
  IconGitMerge,
  IconMail,
  IconMessage2,
  IconPlug,
  IconReportMoney,
  IconRoute,
  IconSend,
  IconShieldCheck,
  IconShoppingBag,
  IconShoppingCart,
  IconTag,
  IconTruckDelivery,
  IconUser,
  type TablerIcon,
} from '@tabler/icons-react'
import { TimelineItem } from './timeline_item.tsx'
import type { TimelineEntry } from './types.ts'
import classes from './timeline.module.css'

const icons: Record<string, TablerIcon> = {
  event: IconBolt,
  run: IconRoute,
  sent: IconSend,
  message: IconSend,
  received: IconMessage2,
  order: IconShoppingBag,
  payment: IconCreditCard,
  cart: IconShoppingCart,
  shipment: IconTruckDelivery,
  consent: IconShieldCheck,
  tag: IconTag,
  contact: IconUser,
  merge: IconGitMerge,
  conversion: IconReportMoney,
  connection: IconPlug,
  email: IconMail,
}

/** What happened to one contact (or anything else), newest first; an entry may open its chain in place. */
export function Timeline({ entries, opened }: { entries: TimelineEntry[]; opened?: string }) {
  return (
    <ol className={classes.list}>
      {entries.map((entry) => (
        <TimelineItem
          key={entry.id}
          entry={entry}
          icon={icons[entry.kind] ?? IconFileText}
          opened={entry.id === opened}
        />
      ))}
    </ol>
  )
}
