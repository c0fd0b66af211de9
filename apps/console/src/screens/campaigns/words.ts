import { useTranslation } from 'react-i18next'

/** Names that a campaign carries in both languages, in the reader's one. */
export function useWords() {
  const { i18n } = useTranslation()
  const isChinese = i18n.language === 'zh'
  return {
    nameOf: (thing: { name: string; nameEn: string }) => (isChinese ? thing.name : thing.nameEn),
    labelOf: (field: { label: string; labelEn: string }) =>
      isChinese ? field.label : field.labelEn,
  }
}

/** A unit as it is told from others of its name: with the county or city above it. */
export function placedName({ name, above }: { name: string; above: readonly string[] }): string {
  const nearest = above.at(-1)
  return nearest ? `${name}（${nearest}）` : name
}
