export const idsOf = (rows: { id: string }[]): string[] => rows.map((row) => row.id)
