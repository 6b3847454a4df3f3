type Resident = (request: Request) => Promise<Response>

const residents = new Map<string, Resident>()

/** Houses a provider in this installation: calls of connectors to its origin are answered here, and nothing leaves. */
export const house = (origin: string, resident: Resident): void => void residents.set(origin, resident)

export const residentAt = (url: URL): Resident | null => residents.get(url.origin) ?? null
