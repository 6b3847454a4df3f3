import {
  IconBolt,
  IconHandClick,
  IconReportMoney,
  IconRoute,
  IconSend,
  IconShoppingBag,
  IconStairs,
  IconUser,
  IconWebhook,
  type TablerIcon,
} from '@tabler/icons-react'
import type { HopKind } from './types.ts'

export const hopIcons: Record<HopKind, TablerIcon> = {
  delivery: IconWebhook,
  event: IconBolt,
  contact: IconUser,
  run: IconRoute,
  step: IconStairs,
  message: IconSend,
  click: IconHandClick,
  order: IconShoppingBag,
  report: IconReportMoney,
}
