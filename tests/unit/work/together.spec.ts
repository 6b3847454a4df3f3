import { test } from '@japa/runner'
import type { Client } from '#app/database'
import { sideBySide, together } from '#app/together'

const aClient = () => ({}) as Client

test.group('Together', () => {
  test('calls of one moment are carried out as one, and each gets its own answer', async ({ assert }) => {
    const carriedOut: number[][] = []
    const double = together(async (_client: Client, asked: number[]) => {
      carriedOut.push(asked)
      return asked.map((number) => number * 2)
    })
    const client = aClient()
    assert.deepEqual(await Promise.all([1, 2, 3].map((number) => double(client, number))), [2, 4, 6])
    assert.equal(await double(client, 4), 8)
    assert.deepEqual(carriedOut, [[1, 2, 3], [4]])
  })

  test('never mixes what belongs to different transactions', async ({ assert }) => {
    const groups: number[][] = []
    const keep = together(async (_client: Client, asked: number[]) => asked.map(() => groups.push(asked)))
    await Promise.all([keep(aClient(), 1), keep(aClient(), 2)])
    assert.deepEqual(groups, [[1], [2]])
  })

  test('tells everybody who asked when it fails', async ({ assert }) => {
    const fail = together(async (_client: Client, _asked: number[]): Promise<number[]> => {
      throw new Error('no')
    })
    const client = aClient()
    const ends = await Promise.allSettled([fail(client, 1), fail(client, 2)])
    assert.deepEqual(
      ends.map(({ status }) => status),
      ['rejected', 'rejected']
    )
  })

  test('members of a group keep their order, and all groups end before a failure is told', async ({ assert }) => {
    const done: string[] = []
    const work = async (name: string) => {
      await Promise.resolve()
      if (name === 'b1') throw new Error('b1')
      done.push(name)
    }
    await assert.rejects(() => sideBySide(['a1', 'b1', 'a2', 'b2', 'c1'], ([group]) => group, work), 'b1')
    assert.sameMembers(done, ['a1', 'a2', 'c1'])
    assert.isBelow(done.indexOf('a1'), done.indexOf('a2'))
  })
})
