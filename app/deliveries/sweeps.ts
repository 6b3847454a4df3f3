/** Deletes a slice of what is old; answers how much that was. */
type Sweep = () => Promise<number>

const sweeps: Sweep[] = []

/** Rooms whose rows are kept for a time only register here; they are asked once an hour, and until nothing is left. */
export const registerSweep = (sweep: Sweep): void => void sweeps.push(sweep)

export async function sweepAll(): Promise<number> {
  let count = 0
  for (const sweep of sweeps) count += await sweep()
  return count
}
