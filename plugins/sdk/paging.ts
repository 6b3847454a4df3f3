/** One page of a vendor's list, and what the next is asked by; null after the last. */
export interface Page<T, Place> {
  items: T[]
  next: Place | null
}

/**
 * A list from its first page on, which is asked by null: at most `most` pages of it, since nobody but the vendor knows where
 * it ends. `left` is where it goes on; null at its end.
 */
export async function readPages<T, Place>(
  read: (place: Place | null) => Promise<Page<T, Place>>,
  most = 20
): Promise<{ items: T[]; left: Place | null }> {
  const items: T[] = []
  let left: Place | null = null
  for (let n = 0; n < most; n++) {
    const page: Page<T, Place> = await read(left)
    items.push(...page.items)
    left = page.next
    if (left === null) break
  }
  return { items, left }
}
