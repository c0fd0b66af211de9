import { Button, Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Campaign } from './current-campaign.ts'
import { JointUnits } from './JointUnits.tsx'
import type { Plan } from './PlanScreen.tsx'
import { useWords } from './words.ts'

const MOST = 200

/** The activities (活动安排) of a plan: when, where, who goes with what, and with which other units. */
export function ActivityFields({ campaign, plan }: { campaign: Campaign; plan: Plan }) {
  const { t } = useTranslation()
  return (
    <section className="card">
      <h2>{t('plan.activities')}</h2>
      <p className="soft">{t('plan.jointHint')}</p>
      <Form.List name="activities">
        {(activities, { add, remove }) => (
          <>
            {activities.length === 0 && <p className="soft">{t('plan.noActivities')}</p>}
            {activities.map(({ key, name }) => (
              <ActivityLine
                key={key}
                name={name}
                campaign={campaign}
                plan={plan}
                onRemove={() => remove(name)}
              />
            ))}
            <Button
              type="dashed"
              disabled={activities.length >= MOST}
              onClick={() => add(newActivity(campaign))}
            >
              ＋ {t('plan.addActivity')}
            </Button>
          </>
        )}
      </Form.List>
    </section>
  )
}

function newActivity({ activityDays }: Campaign) {
  return {
    activityId: crypto.randomUUID(),
    heldOn: activityDays[0] ?? '',
    place: '',
    walkInType: null,
    team: '',
    vehicles: 1,
    people: 1,
    jointUnits: [],
  }
}

function ActivityLine({
  name,
  campaign,
  plan,
  onRemove,
}: {
  name: number
  campaign: Campaign
  plan: Plan
  onRemove: () => void
}) {
  const { t } = useTranslation()
  const { nameOf } = useWords()
  const number = name + 1
  const required = [{ required: true, message: t('fault.required') }]
  const words = [{ required: true, whitespace: true, message: t('fault.required') }]
  const types = campaign.walkInTypes.map((type) => ({ value: type.code, label: nameOf(type) }))
  return (
    <fieldset className="line activity-line">
      <legend>{t('plan.activity', { number })}</legend>
      <Form.Item name={[name, 'activityId']} hidden noStyle>
        <Input />
      </Form.Item>
      <Form.Item name={[name, 'heldOn']} label={t('plan.heldOn')} rules={required}>
        <Input type="date" min={campaign.startOn} max={campaign.endOn} />
      </Form.Item>
      <Form.Item name={[name, 'place']} label={t('plan.place')} rules={words}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name={[name, 'walkInType']} label={t('plan.walkInType')} rules={required}>
        <Select options={types} />
      </Form.Item>
      <Form.Item name={[name, 'team']} label={t('plan.team')} rules={words}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name={[name, 'vehicles']} label={t('plan.vehicles')} rules={required}>
        <InputNumber min={0} max={1000} precision={0} changeOnWheel={false} />
      </Form.Item>
      <Form.Item name={[name, 'people']} label={t('plan.people')} rules={required}>
        <InputNumber min={0} max={100_000} precision={0} changeOnWheel={false} />
      </Form.Item>
      <Form.Item name={[name, 'jointUnits']} label={t('plan.joint')}>
        <JointUnits hostId={plan.unit.unitId} />
      </Form.Item>
      <Button type="text" aria-label={t('plan.removeActivity', { number })} onClick={onRemove}>
        ×
      </Button>
    </fieldset>
  )
}
