import Database from 'better-sqlite3'

type Row = Record<string, string | number | null>

const LOOK_EVERY = 20
const PATIENCE = 60_000

/** Reads what the installation has stored, row by row as it comes; it never writes. */
export class Ledger {
  readonly #database: Database.Database
  readonly #workspaceId: string

  constructor(file: string, workspaceId: string) {
    this.#database = new Database(file, { readonly: true })
    this.#workspaceId = workspaceId
  }

  /** The first row that fits, as soon as it is there; throws when it never comes. */
  async row(what: string, sql: string, ...values: (string | number)[]): Promise<Row> {
    const end = Date.now() + PATIENCE
    const statement = this.#database.prepare(sql)
    for (;;) {
      const row = statement.get(this.#workspaceId, ...values) as Row | undefined
      if (row) return row
      if (Date.now() > end) throw new MissingHop(what)
      await new Promise((done) => setTimeout(done, LOOK_EVERY))
    }
  }

  count(sql: string, ...values: (string | number)[]): number {
    return Number((this.#database.prepare(sql).get(this.#workspaceId, ...values) as { n: number }).n)
  }

  sums(sql: string): Record<string, number> {
    const rows = this.#database.prepare(sql).all(this.#workspaceId) as { name: string; n: number }[]
    return Object.fromEntries(rows.map(({ name, n }) => [name, n]))
  }

  close(): void {
    this.#database.close()
  }
}

/** A hand-over that should have happened and did not. */
export class MissingHop extends Error {
  readonly hop: string

  constructor(hop: string) {
    super(`Missing: ${hop}`)
    this.hop = hop
  }
}
