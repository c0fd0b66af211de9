import { Form, InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../shell/format.ts'
import type { Campaign } from './current-campaign.ts'
import type { Plan } from './PlanScreen.tsx'
import { useWords } from './words.ts'

const MOST = 10_000_000

/** A target per measure, with what the units below have filed beside it. */
export function TargetFields({ campaign, plan }: { campaign: Campaign; plan: Plan }) {
  const { t } = useTranslation()
  const { nameOf } = useWords()
  return (
    <section className="card">
      <h2>{t('plan.targets')}</h2>
      <div className="target-fields">
        {campaign.measures.map((measure) => (
          <Form.Item
            key={measure.measure}
            name={['targets', measure.measure]}
            label={t('plan.targetOf', { name: nameOf(measure), unit: measure.unit })}
            extra={
              plan.unit.kind === 'station'
                ? undefined
                : t('plan.sumBelow', {
                    number: formatNumber(plan.targetsBelow[measure.measure] ?? 0),
                  })
            }
          >
            <InputNumber
              min={0}
              max={MOST}
              precision={0}
              changeOnWheel={false}
              placeholder={t('plan.noTarget')}
              style={{ width: '100%' }}
            />
          </Form.Item>
        ))}
      </div>
    </section>
  )
}
