import { useTranslation } from 'react-i18next'
import { formatMoment } from '../../shell/format.ts'
import { useEventWords } from '../audit/event-words.ts'
import type { RequestFile } from './RequestScreen.tsx'
import { useTitles } from './words.ts'

/** Pauses, call-backs and who was told above; nothing where there was none. */
export function RequestAround({ file }: { file: RequestFile }) {
  const { t } = useTranslation()
  const { limitOf } = useTitles()
  const { pauses, callBacks, escalations } = file
  const lists: [string, string[]][] = [
    [
      'pauses',
      pauses.map(({ reason, from, to, by, note }) =>
        [
          t('request.pauseOf', {
            reason: t(`pauseReason.${reason}`),
            from: formatMoment(from),
            to: to ? formatMoment(to) : t('request.stillPaused'),
            by,
          }),
          note,
        ]
          .filter(Boolean)
          .join(' · '),
      ),
    ],
    [
      'escalations',
      escalations.map(({ unitName, personName, title, titleEn, isFloor, at }) =>
        [
          formatMoment(at),
          title && titleEn && limitOf({ title, titleEn, isFloor }),
          t('request.escalatedTo', {
            unit: unitName,
            person: personName ?? t('request.nobodyAbove'),
          }),
        ]
          .filter(Boolean)
          .join(' · '),
      ),
    ],
    [
      'callBacks',
      callBacks.map(({ at, by, satisfaction, note }) =>
        [
          formatMoment(at),
          satisfaction ? t(`satisfaction.${satisfaction}`) : t('request.noAnswer'),
          by,
          note,
        ]
          .filter(Boolean)
          .join(' · '),
      ),
    ],
  ]
  return (
    <section className="card" aria-label={t('request.escalations')}>
      {lists.map(([name, lines]) => (
        <div key={name}>
          <h2>{t(`request.${name}`)}</h2>
          {lines.length === 0 && <p className="soft">{t('app.none')}</p>}
          <ul className="steps">
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

/** Everything that was recorded of it, newest first. */
export function RequestHistory({ file }: { file: RequestFile }) {
  const { t } = useTranslation()
  const wordsOf = useEventWords()
  return (
    <section className="card" aria-labelledby="request-history">
      <h2 id="request-history">{t('request.history')}</h2>
      <ol className="timeline">
        {file.history.toReversed().map(({ at, by, kind, details }) => (
          <li key={`${at} ${kind} ${JSON.stringify(details)}`}>
            {wordsOf(kind, details)}
            <div className="small soft">
              {formatMoment(at)} · {by || t('request.system')}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
