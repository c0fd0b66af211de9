import { useTranslation } from 'react-i18next'
import { formatMoment } from '../../shell/format.ts'
import type { Supply } from './SupplyFile.tsx'
import { useTitles } from './words.ts'

const TONES = { 'not-begun': 'soft', open: 'soon', kept: 'good', broken: 'bad' } as const

/** The green channel (绿色通道): by which rule, let in by whom, and how its own targets stand. */
export function GreenChannel({ supply: { green } }: { supply: Supply }) {
  const { t } = useTranslation()
  const { stepTitle } = useTitles()
  if (!green) return <p className="soft">{t('supply.noGreen')}</p>
  return (
    <>
      <div>
        <strong>{t(`greenReason.${green.reason}`)}</strong> · {green.note}
      </div>
      <p className="small soft">
        {t('supply.askedBy', { by: green.askedBy, time: formatMoment(green.askedAt) })}
      </p>
      {green.approvedAt ? (
        <p className="mark good">
          {t('supply.approvedBy', { by: green.approvedBy, time: formatMoment(green.approvedAt) })}
        </p>
      ) : (
        <p className="mark soon">{t('supply.notApproved')}</p>
      )}
      <ul className="targets" aria-label={t('supply.targets')}>
        {green.targets.map(({ step, workingDays, dueAt, verdict }) => (
          <li key={step}>
            {stepTitle(step)} · {t('supply.workingDays', { number: workingDays })}
            <div>
              <span className={`mark ${TONES[verdict]}`}>{t(`targetVerdict.${verdict}`)}</span>
              {dueAt && <span className="small soft"> {formatMoment(dueAt)}</span>}
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}
