import { test } from '@japa/runner'
import { Bucket } from '#app/messaging/rate'

test.group('The pace of a sender', () => {
  test('lets go a second’s worth, and no more', ({ assert }) => {
    const bucket = new Bucket(3)
    assert.equal(bucket.take([1, 1, 1, 1, 1]), 3)
    assert.equal(bucket.take([1]), 0)
  })

  test('gives back what was taken and not sent', ({ assert }) => {
    const bucket = new Bucket(3)
    bucket.take([3])
    bucket.giveBack(3)
    assert.equal(bucket.take([1, 1, 1, 1]), 3)
  })

  test('lets a message go that weighs more than a second’s worth, and those behind it wait for it', ({ assert }) => {
    const bucket = new Bucket(1)
    assert.equal(bucket.take([7, 1]), 1)
    assert.equal(bucket.take([1]), 0)
    assert.closeTo(bucket.waitFor(0), 7000, 100)
  })
})
