import { getSupplyFileRoute, type ReplyOf } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { Spin, Tag } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatMoment } from '../../shell/format.ts'
import type { RequestFile } from './RequestScreen.tsx'
import { Countdown } from './RequestTable.tsx'
import { SupplyContract } from './SupplyContract.tsx'
import { GreenChannel } from './SupplyGreen.tsx'
import { SupplyActions } from './supply-forms.tsx'
import { spanOf, useTitles } from './words.ts'

export type Supply = ReplyOf<typeof getSupplyFileRoute>

/** What a new supply has beside its steps (报装服务): three times, what was told, green channel, contract. */
export function SupplyFile({ file }: { file: RequestFile }) {
  const { t } = useTranslation()
  const { requestId } = file
  const { data: supply, error } = useQuery({
    queryKey: ['requests', requestId, 'supply'],
    queryFn: () => call(getSupplyFileRoute, { requestId }),
  })
  return (
    <section className="card" aria-labelledby="request-supply">
      <h2 id="request-supply">{t('supply.title')}</h2>
      {error && <Failure error={error} />}
      {!supply && !error && <Spin aria-label={t('app.loading')} />}
      {supply && (
        <>
          <div className="supply">
            <Times file={file} supply={supply} />
            <Disclosure supply={supply} />
            <Part title={t('supply.green')}>
              <GreenChannel supply={supply} />
            </Part>
            <Part title={t('supply.contract')}>
              <SupplyContract supply={supply} />
            </Part>
          </div>
          <SupplyActions file={file} supply={supply} />
        </>
      )}
    </section>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  )
}

/** The promise, the utility's part and the whole time: apart, since the customer's time counts in the last alone. */
function Times({ file, supply }: { file: RequestFile; supply: Supply }) {
  const { t } = useTranslation()
  const { titleOf } = useTitles()
  const { wholeMinutes, utilityMinutes } = supply.elapsed
  const next = file.clocks.find(({ stand, dueAt }) => stand === 'open' && dueAt)
  const broken = file.clocks.filter(({ stand }) => stand === 'broken').length
  return (
    <Part title={t('supply.times')}>
      <dl className="pairs">
        <dt>{t('supply.promise')}</dt>
        <dd>
          {next?.dueAt ? (
            <>
              <Countdown dueAt={next.dueAt} {...(next.warnAt ? { warnAt: next.warnAt } : {})} />
              <div className="small soft">{titleOf(next)}</div>
            </>
          ) : (
            t('request.noClock')
          )}
          {broken > 0 && (
            <div className="mark bad">{t('request.brokenClocks', { number: broken })}</div>
          )}
        </dd>
        <dt>{t('request.utility')}</dt>
        <dd>{spanOf(utilityMinutes)}</dd>
        <dt>{t('request.customerSide')}</dt>
        <dd>{spanOf(wholeMinutes - utilityMinutes)}</dd>
        <dt>{t('request.whole')}</dt>
        <dd>{spanOf(wholeMinutes)}</dd>
      </dl>
      {file.doneAt === null && (
        <Tag className={supply.turn === 'customer' ? '' : 'flag'}>{t(`turn.${supply.turn}`)}</Tag>
      )}
    </Part>
  )
}

function Disclosure({ supply: { disclosure, returnTrips } }: { supply: Supply }) {
  const { t, i18n } = useTranslation()
  const nameOf = (material: string) =>
    i18n.exists(`material.${material}`) ? t(`material.${material}`) : material
  return (
    <Part title={t('supply.disclosure')}>
      {disclosure ? (
        <>
          <ul className="checked">
            {disclosure.materials.map((material) => (
              <li key={material}>{nameOf(material)}</li>
            ))}
          </ul>
          <p className="small soft">
            {t('supply.disclosedBy', { time: formatMoment(disclosure.at), by: disclosure.by })}
          </p>
        </>
      ) : (
        <p className="soft">{t('supply.notDisclosed')}</p>
      )}
      <p className={returnTrips > 0 ? 'mark bad' : 'mark good'}>
        {returnTrips > 0
          ? t('supply.returnTrips', { number: returnTrips })
          : t('supply.noReturnTrips')}
      </p>
    </Part>
  )
}
