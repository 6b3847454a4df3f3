import { Button, PasswordInput, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { HomeView } from '~/components/dev/home_view'
import { PartsView, PhoneView } from '~/components/dev/parts_view'
import { ChainsView, RunView } from '~/components/dev/run_view'
import { graph } from '~/components/dev/samples'
import { Canvas } from '~/components/pipelines/canvas'
import { Outline } from '~/components/pipelines/outline'
import AuthLayout from '~/layouts/auth'
import ConsoleLayout from '~/layouts/console'
import WizardLayout from '~/layouts/wizard'
import { PageHeader } from '~/ui/page_header'
import { StateMark } from '~/ui/state_mark'
import { TextLink } from '~/ui/text_link'

function PipelineView({ outline = false }: { outline?: boolean }) {
  return (
    <>
      <PageHeader
        title="Abandoned cart"
        crumbs={[{ label: 'Pipelines', href: '#' }]}
        pills={<StateMark pill thing="pipeline" state="live" more="· v7" />}
        primary={<Button>Publish v8</Button>}
      />
      {outline ? (
        <Outline graph={graph} selected="s1" onSelect={() => undefined} />
      ) : (
        <Canvas graph={graph} selected="s1" onSelect={() => undefined} />
      )}
    </>
  )
}

function SignInView() {
  return (
    <AuthLayout title="Sign in" subtitle="to messages.bottegalucente.example">
      <div className="st-stack">
        <TextInput label="Email" defaultValue="elena@bottegalucente.example" />
        <PasswordInput
          label="Password"
          defaultValue="not the right one"
          error="That email and password do not match."
        />
        <Button size="md">Sign in</Button>
      </div>
    </AuthLayout>
  )
}

function WizardView() {
  return (
    <WizardLayout
      steps={['You', 'Your shop', 'A number', 'First pipeline', 'Try it']}
      step={1}
      title="Where do your orders come from?"
      lead="Staffetta listens to carts, orders and shipments. It changes nothing in your shop."
      skip={<TextLink href="#">Skip for now</TextLink>}
      back={<Button variant="default">Back</Button>}
      next={
        <>
          <TextLink href="#">No shop at hand? Use the sample shop</TextLink>
          <Button data-autofocus>Continue to Shopify</Button>
        </>
      }
    >
      <TextInput
        label="Shop address"
        description="The one you see in the admin"
        defaultValue="bottega-lucente.myshop.example"
      />
    </WizardLayout>
  )
}

const views: Record<string, ReactNode> = {
  run: <RunView />,
  chains: <ChainsView />,
  home: <HomeView />,
  empty: <HomeView empty />,
  parts: <PartsView />,
  phone: <PhoneView />,
  pipeline: <PipelineView />,
  outline: <PipelineView outline />,
}
const framed: Record<string, ReactNode> = { signin: <SignInView />, wizard: <WizardView /> }

/** Every shared part with believable data, for a look at 1440 and 390 px in both themes. Never served in production. */
export default function Gallery({ view }: { view: string }) {
  return framed[view] ?? views[view] ?? views.run
}

function Bare({ children }: { children: ReactNode }) {
  return children
}

// The sign-in page and the wizard bring their own frames.
Gallery.layout = ({ view }: { view: string }) => (view in framed ? Bare : ConsoleLayout)
