import { useTranslation } from 'react-i18next'
import { formatDay, formatNumber } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import type { Campaign } from './current-campaign.ts'
import { FieldPairs } from './FieldPairs.tsx'
import type { Plan } from './PlanScreen.tsx'
import { placedName, useWords } from './words.ts'

/** A plan as the levels above read it. */
export function PlanView({ campaign, plan }: { campaign: Campaign; plan: Plan }) {
  const { t } = useTranslation()
  return (
    <>
      <div className="split">
        <Targets campaign={campaign} plan={plan} />
        {campaign.fields.length > 0 && (
          <section className="card">
            <h2>{t('plan.templateFields')}</h2>
            <FieldPairs fields={campaign.fields} written={plan.localFields} />
          </section>
        )}
      </div>
      <Activities campaign={campaign} plan={plan} />
    </>
  )
}

function Targets({ campaign, plan }: { campaign: Campaign; plan: Plan }) {
  const { t } = useTranslation()
  const { nameOf } = useWords()
  const isLeaf = plan.unit.kind === 'station'
  return (
    <Scroll className="card" label={t('plan.targets')}>
      <h2>{t('plan.targets')}</h2>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('campaign.measure')}</th>
            <th scope="col" className="number">
              {t('plan.target')}
            </th>
            {!isLeaf && (
              <>
                <th scope="col" className="number">
                  {t('plan.targetsBelow')}
                </th>
                <th scope="col" className="number">
                  {t('plan.difference')}
                </th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {campaign.measures.map((measure) => {
            const own = plan.targets[measure.measure]
            const below = plan.targetsBelow[measure.measure] ?? 0
            return (
              <tr key={measure.measure}>
                <th scope="row">{nameOf(measure)}</th>
                <td className="number">
                  {own === undefined ? t('plan.noTarget') : formatNumber(own)}
                </td>
                {!isLeaf && (
                  <>
                    <td className="number">{formatNumber(below)}</td>
                    <td className="number">
                      {own === undefined ? '—' : formatNumber(below - own)}
                    </td>
                  </>
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
    </Scroll>
  )
}

function Activities({ campaign, plan }: { campaign: Campaign; plan: Plan }) {
  const { t } = useTranslation()
  const { nameOf } = useWords()
  const typeOf = (code: string) => {
    const type = campaign.walkInTypes.find((known) => known.code === code)
    return type ? nameOf(type) : code
  }
  const unitOf = (unitId: string) => {
    const unit = plan.jointUnits.find((known) => known.unitId === unitId)
    return unit ? placedName(unit) : unitId
  }
  return (
    <Scroll className="card" label={t('plan.activities')}>
      <h2>
        {t('plan.activities')} ({formatNumber(plan.activities.length)})
      </h2>
      {plan.activities.length === 0 ? (
        <p className="soft">{t('plan.noActivities')}</p>
      ) : (
        <table className="plain">
          <thead>
            <tr>
              {['heldOn', 'place', 'walkInType', 'team', 'vehicles', 'people', 'joint'].map(
                (name) => (
                  <th
                    scope="col"
                    key={name}
                    className={['vehicles', 'people'].includes(name) ? 'number' : undefined}
                  >
                    {t(`plan.${name}`)}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {plan.activities.map((activity) => (
              <tr key={activity.activityId}>
                <td className="tight">{formatDay(activity.heldOn)}</td>
                <td>{activity.place}</td>
                <td>{typeOf(activity.walkInType)}</td>
                <td>{activity.team}</td>
                <td className="number">{formatNumber(activity.vehicles)}</td>
                <td className="number">{formatNumber(activity.people)}</td>
                <td>{activity.jointUnitIds?.map(unitOf).join('、') || '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Scroll>
  )
}
