import './css/app.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { createInertiaApp } from '@inertiajs/react'
import type { ComponentType } from 'react'
import { createRoot } from 'react-dom/client'
import { loadCatalogue } from './hooks/catalogue.ts'
import { cssVariablesResolver, theme } from './theme.ts'

type PageModule = { default: ComponentType }

const pages = import.meta.glob<PageModule>('./pages/**/*.tsx')

async function resolvePage(name: string) {
  const load = pages[`./pages/${name}.tsx`]
  if (!load) throw new Error(`There is no page "${name}" in resources/pages`)
  return load()
}

createInertiaApp({
  title: (title) => (title ? `${title} · Staffetta` : 'Staffetta'),
  resolve: resolvePage,
  progress: { color: 'var(--mantine-primary-color-filled)', delay: 150 },
  async setup({ el, App, props }) {
    await loadCatalogue(String(props.initialPage.props.locale ?? 'en'))
    createRoot(el).render(
      <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
        <Notifications position="bottom-center" />
        <App {...props} />
      </MantineProvider>
    )
  },
})
