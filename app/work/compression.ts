import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { clock, machineNow } from '#app/clock'

/**
 * Makes business time run faster, for demos. The instant it began is kept in the data folder, so that a restart
 * does not turn business time back.
 */
export function compressTime(factor: number, dataFolder: string): void {
  const file = join(dataFolder, 'clock_anchor')
  const anchor = readAnchor(file) ?? machineNow()
  writeFileSync(file, String(anchor))
  clock.compress(factor, anchor)
}

function readAnchor(file: string): number | null {
  try {
    return Number(readFileSync(file, 'utf8')) || null
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
