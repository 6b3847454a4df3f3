import {
  IconArrowsSplit, IconBolt, IconClock, IconCode, IconCreditCard, IconDoorExit, IconFlag, IconFlagFilled, IconForms,
  IconInbox, IconMathFunction, IconMessageQuestion, IconPlug, IconRoute, IconSend, IconSparkles, IconSquare, IconTag,
  IconTagOff, IconTicket, IconPercentage, type TablerIcon,
} from '@tabler/icons-react'

const icons: Record<string, TablerIcon> = {
  trigger: IconBolt,
  send_message: IconSend,
  send: IconSend,
  ask: IconMessageQuestion,
  ask_reply: IconMessageQuestion,
  condition: IconArrowsSplit,
  branch: IconArrowsSplit,
  wait: IconClock,
  wait_until: IconClock,
  wait_for_event: IconClock,
  split: IconPercentage,
  set_field: IconForms,
  add_tag: IconTag,
  remove_tag: IconTagOff,
  compute: IconMathFunction,
  assign: IconInbox,
  assign_conversation: IconInbox,
  ticket: IconTicket,
  create_ticket: IconTicket,
  assistant: IconSparkles,
  connector: IconPlug,
  connector_action: IconPlug,
  http: IconCode,
  http_request: IconCode,
  payment_link: IconCreditCard,
  start_pipeline: IconRoute,
  goal: IconFlagFilled,
  end: IconFlag,
  exit: IconDoorExit,
}

export const stepIcon = (type: string): TablerIcon => icons[type] ?? IconSquare
