import { PROCESSES } from '@nuandeng/domain'
import { useTranslation } from 'react-i18next'
import { formatAge } from '../../shell/format.ts'

const STEPS = new Map(
  Object.values(PROCESSES).flatMap(({ steps }) => steps.map((step) => [step.step, step])),
)

/** Titles that promises, steps and kinds carry, in the reader's language. */
export function useTitles() {
  const { t, i18n } = useTranslation()
  const inLanguage = (zh: string, en: string) => (i18n.language === 'zh' ? zh : en)
  const titleOf = (thing: { title: string; titleEn: string }) =>
    inLanguage(thing.title, thing.titleEn)
  /** A limit by its title, marked where it is one of the floor and not of a promise. */
  const limitOf = (limit: { title: string; titleEn: string; isFloor: boolean }) =>
    limit.isFloor ? t('request.floorOf', { title: titleOf(limit) }) : titleOf(limit)
  const stepTitle = (name: string) => {
    const step = STEPS.get(name)
    return step ? titleOf(step) : name
  }
  return {
    titleOf,
    limitOf,
    stepTitle,
    inLanguage,
    nameOf: (thing: { name: string; nameEn: string }) => inLanguage(thing.name, thing.nameEn),
    /** What a key of docs/sources.md stands for; an edition of one's own has keys of its own. */
    sourceTitle: (key: string) =>
      i18n.exists(`editionSource.${key}`)
        ? t('editions.sourceOf', { source: t(`editionSource.${key}` as never), key })
        : key,
    kindTitle: ({ kind, subkind }: { kind: string; subkind: string | null }) =>
      [t(`requestKind.${kind}`), subkind && t(`requestSubkind.${subkind}`)]
        .filter(Boolean)
        .join(' · '),
    causeTitle: (cause: string) =>
      i18n.exists(`verdictCause.${cause}`) ? t(`verdictCause.${cause}`) : stepTitle(cause),
    limitTitle: ({ limit, unit }: { limit: number; unit: string }) =>
      t('request.limitOf', { limit, unit: t(`periodUnit.${unit}`) }),
  }
}

/** How long until an instant, or since it: `2 小时`. */
export function spanTo(instant: string, now: Date): { isOver: boolean; span: string } {
  const seconds = (new Date(instant).getTime() - now.getTime()) / 1000
  return { isOver: seconds < 0, span: formatAge(Math.abs(seconds)) }
}

/** Minutes as a length of time. */
export const spanOf = (minutes: number) => formatAge(minutes * 60)
