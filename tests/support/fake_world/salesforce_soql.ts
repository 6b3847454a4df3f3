import { STAGES } from './salesforce_org.ts'
import type { FakeOrg, FakeRecord } from './salesforce_org.ts'

export class BadQuery extends Error {}

type Test = (record: Record<string, unknown>) => boolean

interface Tokens {
  list: string[]
  at: number
}

/** As much of SOQL as a connector may use: fields, one object, WHERE with AND, OR and brackets, ORDER BY, LIMIT. */
export function run(org: FakeOrg, soql: string): Record<string, unknown>[] | number {
  const shape = /^SELECT (.+?) FROM (\w+)(?: WHERE (.+?))?(?: ORDER BY (.+?))?(?: LIMIT (\d+))?$/s.exec(soql.trim())
  if (!shape) throw new BadQuery('MALFORMED_QUERY')
  const [, select = '', object = '', where, order, limit] = shape
  const rows = tableOf(org, object)
  const found = rows.filter(where ? whole(tokensOf(where)) : () => true)
  if (select === 'COUNT()') return found.length

  const names = select.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !knows(org, object, name))
  if (unknown) throw new BadQuery('INVALID_FIELD')
  const sorted = order ? found.toSorted(comparing(order)) : found
  return sorted
    .slice(0, limit ? Number(limit) : 2000)
    .map((record) => Object.fromEntries(names.map((name) => [name, record[name] ?? null])))
}

function tableOf(org: FakeOrg, object: string): Record<string, unknown>[] {
  if (object === 'Organization') return [{ Id: org.id, Name: org.name, IsSandbox: false }]
  if (object === 'OpportunityStage') return STAGES.map((stage, SortOrder) => ({ ...stage, SortOrder, IsActive: true }))
  if (!Object.hasOwn(org.fields, object)) throw new BadQuery('INVALID_TYPE')
  return org.of(object)
}

function knows(org: FakeOrg, object: string, name: string): boolean {
  if (!Object.hasOwn(org.fields, object)) return true
  return org.description(object as keyof FakeOrg['fields']).fields.some((field) => field.name === name)
}

function comparing(order: string) {
  const keys = order.split(',').map((part) => part.trim().split(' '))
  return (a: Record<string, unknown>, b: Record<string, unknown>): number => {
    for (const [name = '', direction] of keys) {
      const way = direction === 'DESC' ? -1 : 1
      const [left, right] = [String(a[name]), String(b[name])]
      if (left !== right) return left < right ? -way : way
    }
    return 0
  }
}

const tokensOf = (where: string): Tokens => ({
  list: where.match(/'(?:\\.|[^'\\])*'|[(),]|<=|>=|!=|[=<>]|[^\s(),=<>!]+/g) ?? [],
  at: 0,
})

function whole(tokens: Tokens): Test {
  const test = either(tokens)
  if (tokens.at !== tokens.list.length) throw new BadQuery('MALFORMED_QUERY')
  return test
}

function either(tokens: Tokens): Test {
  const tests = [both(tokens)]
  while (tokens.list[tokens.at] === 'OR') {
    tokens.at++
    tests.push(both(tokens))
  }
  return (record) => tests.some((test) => test(record))
}

function both(tokens: Tokens): Test {
  const tests = [single(tokens)]
  while (tokens.list[tokens.at] === 'AND') {
    tokens.at++
    tests.push(single(tokens))
  }
  return (record) => tests.every((test) => test(record))
}

function single(tokens: Tokens): Test {
  const name = take(tokens)
  if (name === '(') {
    const inner = either(tokens)
    if (take(tokens) !== ')') throw new BadQuery('MALFORMED_QUERY')
    return inner
  }
  const operator = take(tokens)
  if (operator === 'IN') return among(name, tokens)
  const value = literal(take(tokens))
  return ({ [name]: present }) => compare(operator, present, value)
}

function among(name: string, tokens: Tokens): Test {
  const values: unknown[] = []
  if (take(tokens) !== '(') throw new BadQuery('MALFORMED_QUERY')
  for (let token = take(tokens); token !== ')'; token = take(tokens)) if (token !== ',') values.push(literal(token))
  return ({ [name]: present }) => values.includes(present)
}

function take(tokens: Tokens): string {
  const token = tokens.list[tokens.at++]
  if (token === undefined) throw new BadQuery('MALFORMED_QUERY')
  return token
}

function literal(token: string): unknown {
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll(/\\(.)/g, '$1')
  if (token === 'true' || token === 'false') return token === 'true'
  return Date.parse(token)
}

function compare(operator: string, present: unknown, value: unknown): boolean {
  if (operator === 'LIKE')
    return String(present ?? '')
      .toLowerCase()
      .endsWith(String(value).replace(/^%/, '').toLowerCase())
  if (typeof value === 'string') return compared(operator, String(present ?? '').toLowerCase(), value.toLowerCase())
  if (typeof value === 'boolean') return operator === '=' && present === value
  return compared(operator, Date.parse(String(present)), Number(value))
}

function compared<T extends string | number>(operator: string, left: T, right: T): boolean {
  if (operator === '=') return left === right
  if (operator === '>') return left > right
  if (operator === '>=') return left >= right
  throw new BadQuery(`fake Salesforce does not know ${operator}`)
}

export type { FakeRecord }
