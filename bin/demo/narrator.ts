/** Says each hop as it happens: words for a person, or one JSON line each. */
export class Narrator {
  readonly #json: boolean
  readonly #began = performance.now()

  constructor(json: boolean) {
    this.#json = json
  }

  story(name: string): void {
    if (this.#json) return
    console.log(`\n${name}\n${'─'.repeat(name.length)}`)
  }

  hop(kind: string, words: string, ids: Record<string, unknown> = {}): void {
    if (this.#json) {
      console.log(JSON.stringify({ hop: kind, ...ids, words }))
      return
    }
    const seconds = ((performance.now() - this.#began) / 1000).toFixed(1).padStart(5)
    const id = Object.values(ids).find((value) => typeof value === 'string')
    console.log(`${seconds} s  ${kind.padEnd(12)} ${words}${id ? `   ${String(id)}` : ''}`)
  }

  summary(summary: Record<string, unknown>): void {
    if (!this.#json) console.log('')
    console.log(JSON.stringify(summary))
  }
}
