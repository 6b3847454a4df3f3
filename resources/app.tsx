import './css/app.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { createInertiaApp, type ResolvedComponent } from '@inertiajs/react'
import { createRoot } from 'react-dom/client'
import { loadCatalogue } from './hooks/catalogue.ts'
import { defaultLayout } from './layouts/default_layout.ts'
import { cssVariablesResolver, theme } from './theme.ts'

const pages = import.meta.glob<ResolvedComponent>('./pages/**/*.tsx', { import: 'default' })

async function resolvePage(name: string) {
  const load = pages[`./pages/${name}.tsx`]
  if (!load) throw new Error(`There is no page "${name}" in resources/pages`)
  return load()
}

createInertiaApp({
  title: (title) => (title ? `${title} · Staffetta` : 'Staffetta'),
  resolve: resolvePage,
  layout: defaultLayout,
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
