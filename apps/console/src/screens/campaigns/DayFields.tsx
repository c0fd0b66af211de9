import { Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'

const MOST = 60

/** The dates on which the campaign is carried out. */
export function DayFields() {
  const { t } = useTranslation()
  return (
    <section className="card">
      <h2>{t('campaign.days')}</h2>
      <Form.List name="activityDays">
        {(days, { add, remove }) => (
          <div className="day-fields">
            {days.map(({ key, name }) => (
              <div key={key} className="with-remove">
                <Form.Item
                  name={[name]}
                  label={t('campaign.dayNumber', { number: name + 1 })}
                  rules={[{ required: true, message: t('fault.required') }]}
                >
                  <Input type="date" />
                </Form.Item>
                <Button
                  type="text"
                  aria-label={t('campaign.remove', {
                    name: t('campaign.dayNumber', { number: name + 1 }),
                  })}
                  onClick={() => remove(name)}
                >
                  ×
                </Button>
              </div>
            ))}
            <Button type="dashed" disabled={days.length >= MOST} onClick={() => add('')}>
              ＋ {t('campaign.addDay')}
            </Button>
          </div>
        )}
      </Form.List>
    </section>
  )
}
