import type { Liquid } from 'liquidjs'

interface Money {
  amount: number
  currency: string
}

export const isMoney = (value: unknown): value is Money =>
  typeof value === 'object' &&
  value !== null &&
  'amount' in value &&
  'currency' in value &&
  Number.isFinite(Number(value.amount))

// 0.1 × 3 is 0.3 to everybody but a float.
const rounded = (value: number) => Number(value.toPrecision(12))

const number = (value: unknown) => (isMoney(value) ? value.amount : Number(value ?? 0))

type Operation = (a: number, b: number) => number

/** Money stays money: a discount of a total keeps its currency and whole minor units. */
const over = (operation: Operation) => (left: unknown, right: unknown) => {
  if (isMoney(left)) return { amount: Math.round(operation(left.amount, number(right))), currency: left.currency }
  if (isMoney(right)) return { amount: Math.round(operation(number(left), right.amount)), currency: right.currency }
  return rounded(operation(number(left), number(right)))
}

export function registerArithmetic(engine: Liquid): void {
  engine.registerFilter(
    'plus',
    over((a, b) => a + b)
  )
  engine.registerFilter(
    'minus',
    over((a, b) => a - b)
  )
  engine.registerFilter(
    'times',
    over((a, b) => a * b)
  )
  engine.registerFilter(
    'divided_by',
    over((a, b) => (b === 0 ? 0 : a / b))
  )
  engine.registerFilter('round', (value: unknown, digits: unknown) =>
    Number(number(value).toFixed(Number(digits ?? 0)))
  )
}
