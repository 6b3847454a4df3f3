import { router } from '@inertiajs/react'
import { Transmit } from '@adonisjs/transmit-client'
import { useEffect, useState } from 'react'

type LiveOptions = {
  /** The props to fetch again; all of them if left out. */
  only?: string[]
  /** At most one reload in this many ms, however much happens. */
  every?: number
}

let line: Transmit | undefined
const theLine = () => (line ??= new Transmit({ baseUrl: window.location.origin }))

/** Calls at once, then at most once in `every` ms, and always once more for what came meanwhile. */
function throttled(call: () => void, every: number) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let again = false
  const open = () => {
    timer = undefined
    if (again) ring()
  }
  const ring = () => {
    if (timer) {
      again = true
      return
    }
    again = false
    timer = setTimeout(open, every)
    call()
  }
  return { ring, stop: () => clearTimeout(timer) }
}

/**
 * Fetches this page's props again when something happens on a channel (`workspaces/:id`, `runs/:id` …). What is pushed
 * is only a bell: the truth comes with the reload. Gives whether the line is up, for the live mark.
 */
export function useLive(channel: string | null, { only, every = 1000 }: LiveOptions = {}) {
  const [live, setLive] = useState(false)
  const props = only?.join()

  useEffect(() => {
    if (!channel) return
    const subscription = theLine().subscription(channel)
    const { ring, stop } = throttled(() => router.reload({ only: props?.split(',') }), every)
    const forget = subscription.onMessage(ring)
    let gone = false

    // The line opens late or never (a proxy that buffers): the page still works, only without its live mark.
    subscription.create().then(
      () => {
        if (gone) return
        setLive(subscription.isCreated)
        // What happened between the page and the line rang for nobody.
        ring()
      },
      () => !gone && setLive(false)
    )
    return () => {
      gone = true
      stop()
      forget()
      setLive(false)
      // The next page may listen to the same channel: it has said so by then, and the line to it stays.
      setTimeout(() => {
        if (subscription.handlerCount === 0) void subscription.delete()
      })
    }
  }, [channel, props, every])

  return live
}
