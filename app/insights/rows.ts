import type { Client, Row } from '#app/database'

/** Reads rows of one workspace by many values of a column in one statement; nothing is asked when there is nothing to ask. */
export class Rows {
  readonly #client: Client
  readonly #workspaceId: string

  constructor(client: Client, workspaceId: string) {
    this.#client = client
    this.#workspaceId = workspaceId
  }

  async by(table: string, column: string, values: unknown[], columns: string[] = ['*']): Promise<Row[]> {
    const wanted = [
      ...new Set(values.filter((value) => value !== null && value !== undefined && value !== '')),
    ] as string[]
    if (wanted.length === 0) return []
    return this.#client
      .from(table)
      .where('workspace_id', this.#workspaceId)
      .whereIn(column, wanted)
      .orderBy('id')
      .select(...columns)
  }

  async byId(table: string, ids: unknown[], columns?: string[]): Promise<Map<string, Row>> {
    return new Map((await this.by(table, 'id', ids, columns)).map((row) => [String(row.id), row]))
  }
}

/** The last row of each group, since rows come in the order of their ids. */
export const lastBy = (rows: Row[], column: string): Map<string, Row> =>
  new Map(rows.map((row) => [String(row[column]), row]))

export const firstBy = (rows: Row[], column: string): Map<string, Row> => lastBy(rows.toReversed(), column)
