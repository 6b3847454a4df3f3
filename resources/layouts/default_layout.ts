import type { ComponentType, ReactNode } from 'react'
import ConsoleLayout from './console.tsx'

type Page = { props: Record<string, unknown> }

/** The frame of a page that names none of its own: the console's, wherever there is a workspace. */
export function defaultLayout(_name: string, { props }: Page): ComponentType<{ children: ReactNode }> | undefined {
  return props.workspace ? ConsoleLayout : undefined
}
