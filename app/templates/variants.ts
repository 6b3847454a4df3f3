/** `it_IT`, `it-IT` and `it-it` are one language. */
export const normalLanguage = (language: string): string => {
  const [base, region] = language.replace('_', '-').split('-')
  return region ? `${base.toLowerCase()}-${region.toUpperCase()}` : base.toLowerCase()
}

const baseOf = (language: string): string => normalLanguage(language).split('-')[0]

/** The contact's language, its base language, else the workspace's own; null when the template speaks none of them. */
export function chooseLanguage(
  available: string[],
  contactLanguage: string | null,
  workspaceLanguage: string
): string | null {
  const wanted = [
    contactLanguage,
    contactLanguage && baseOf(contactLanguage),
    workspaceLanguage,
    baseOf(workspaceLanguage),
  ]
  for (const language of wanted) {
    const found = language && available.find((each) => normalLanguage(each) === normalLanguage(language))
    if (found) return found
  }
  return null
}
