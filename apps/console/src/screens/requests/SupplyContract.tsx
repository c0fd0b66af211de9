import { useTranslation } from 'react-i18next'
import { formatDay, formatMoment } from '../../shell/format.ts'
import type { Supply } from './SupplyFile.tsx'

const TONES = { open: 'soon', kept: 'good', broken: 'bad' } as const

/** The service contract (契约式服务): the promised day, the call within a week, and what follows if it is missed. */
export function SupplyContract({ supply: { contract } }: { supply: Supply }) {
  const { t } = useTranslation()
  if (!contract) return <p className="soft">{t('supply.noContract')}</p>
  const { promise, callBack, callBackBy, penalty } = contract
  return (
    <dl className="pairs">
      <dt>{t('supply.promisedOn')}</dt>
      <dd>
        {formatDay(contract.promisedOn)}
        <div className={`mark ${TONES[promise]}`}>{t(`promiseVerdict.${promise}`)}</div>
      </dd>
      <dt>{t('supply.callBack')}</dt>
      <dd>
        {callBackBy
          ? t('supply.callBackBy', { day: formatDay(callBackBy) })
          : t('supply.callBackLater')}
        {callBack && (
          <div className={`mark ${TONES[callBack]}`}>{t(`promiseVerdict.${callBack}`)}</div>
        )}
      </dd>
      <dt>{t('supply.penalty')}</dt>
      <dd className={promise === 'broken' ? 'bad' : ''}>
        {promise === 'broken' ? t('supply.penaltyDue', { penalty }) : penalty}
      </dd>
      <dt>{t('supply.responsible')}</dt>
      <dd>
        {contract.responsible}
        <div className="small soft">
          {t('supply.signedBy', { by: contract.signedBy, time: formatMoment(contract.signedAt) })}
        </div>
      </dd>
    </dl>
  )
}
