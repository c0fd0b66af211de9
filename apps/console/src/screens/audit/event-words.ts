import { useTranslation } from 'react-i18next'
import { useTitles } from '../requests/words.ts'

/** Kinds that can be filtered by; a noun stands for all its verbs. */
export const EVENT_NOUNS = [
  'session',
  'password',
  'totp',
  'identity',
  'person',
  'role',
  'unit',
  'display',
  'record',
  'customer',
  'day',
  'campaign',
  'plan',
  'readiness',
  'request',
  'commitment',
  'floor',
  'outage',
  'arrears',
  'supply',
  'closure',
  'mobile',
  'notice',
  'import',
  'signal',
  'impact',
  'rule-run',
  'chain',
  'event',
] as const

/** An event in words: its kind's sentence with the details filled in; an unknown kind as it stands. */
export function useEventWords() {
  const { t, i18n } = useTranslation()
  const { stepTitle } = useTitles()
  return (kind: string, details: unknown): string => {
    const key = `event.${kind.replace('.', '-')}`
    return i18n.exists(key) ? t(key, inWords(detailsOf(details))) : kind
  }

  function inWords(details: Record<string, unknown>) {
    const named = (group: string, value: unknown) =>
      i18n.exists(`${group}.${value}`) ? t(`${group}.${value}`) : String(value ?? '—')
    const reasonIn = (reason: string) =>
      i18n.exists(`pauseReason.${reason}`)
        ? t(`pauseReason.${reason}`)
        : named('exemptReason', reason)
    return {
      ...Object.fromEntries(Object.entries(details).map(([key, value]) => [key, plain(value)])),
      role: named('role', details.role),
      kind: named('unit', details.kind),
      code: named('problem', details.code),
      by: named('signInBy', details.by),
      result: named('chainResult', details.result),
      step: stepTitle(String(details.step ?? '')),
      satisfaction: details.satisfaction
        ? named('satisfaction', details.satisfaction)
        : t('request.noAnswer'),
      ...(details.reason ? { reason: reasonIn(String(details.reason)) } : {}),
      validTo: details.validTo ? String(details.validTo) : t('person.noEnd'),
    }
  }
}

/** The details of an event as pairs; whatever is not an object has none. */
export function detailsOf(details: unknown): Record<string, unknown> {
  return details !== null && typeof details === 'object' && !Array.isArray(details)
    ? { ...details }
    : {}
}

/** A detail as text. */
export function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
