import { getCallBackRulesRoute, setCallBackRulesRoute } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { Form, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { formatList, formatMoment } from '../../shell/format.ts'
import { useRefusal } from '../../shell/refusal.ts'
import { NoticeForm } from './NoticeForm.tsx'

interface Rules {
  attempts: number
  hoursApart: number
  quiet?: string
}

/** How customers are called back at my unit (回访规则), and who set it. */
export function CallBackRules() {
  const { t } = useTranslation()
  const { unitId, path } = useMe().unit
  const [isSetting, setSetting] = useState(false)
  const reason = useRefusal()('calendar.edit', path)
  const { data: rules, error } = useQuery({
    queryKey: ['call-back-rules', unitId],
    queryFn: () => call(getCallBackRulesRoute, { unitId }),
  })
  return (
    <section className="card" aria-labelledby="call-back-rules">
      <h2 id="call-back-rules">{t('calendar.rules')}</h2>
      {error && <Failure error={error} />}
      {rules && (
        <>
          <p>
            {t('calendar.rulesOf', { attempts: rules.attempts, hours: rules.hoursApart })} ·{' '}
            {t('calendar.quiet')}{' '}
            {rules.quietHours.length === 0
              ? t('app.none')
              : formatList(
                  rules.quietHours.map(([from, to]) => t('calendar.quietOf', { from, to })),
                )}
          </p>
          <p className="small soft">
            {rules.setBy
              ? t('calendar.rulesFrom', {
                  unit: rules.setBy.unitName,
                  by: rules.setBy.name,
                  time: formatMoment(rules.setBy.at),
                })
              : t('calendar.rulesDefault')}
          </p>
          <Actions
            actions={[{ label: t('calendar.setRules'), reason, onClick: () => setSetting(true) }]}
          />
        </>
      )}
      {isSetting && rules && <SetRules rules={rules} onClose={() => setSetting(false)} />}
    </section>
  )
}

function SetRules({
  rules,
  onClose,
}: {
  rules: { attempts: number; hoursApart: number; quietHours: readonly [number, number][] }
  onClose: () => void
}) {
  const { t } = useTranslation()
  const { unitId } = useMe().unit
  const { attempts, hoursApart, quietHours } = rules
  const quiet = quietHours.map(([from, to]) => `${from}-${to}`).join('\n')
  return (
    <NoticeForm
      title={t('calendar.setRules')}
      note={t('calendar.rulesNote')}
      stale={[['call-back-rules']]}
      onClose={onClose}
      initialValues={{ attempts, hoursApart, quiet } as Partial<Rules>}
      send={(input: Rules, commandId) =>
        call(
          setCallBackRulesRoute,
          {
            unitId,
            attempts: input.attempts,
            hoursApart: input.hoursApart,
            quietHours: hoursOf(input.quiet),
          },
          commandId,
        )
      }
    >
      <div className="pair">
        <Form.Item name="attempts" label={t('calendar.attempts')} rules={[{ required: true }]}>
          <InputNumber min={1} max={10} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="hoursApart" label={t('calendar.hoursApart')} rules={[{ required: true }]}>
          <InputNumber min={0} max={72} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <Form.Item
        name="quiet"
        label={t('calendar.quiet')}
        extra={t('calendar.quietHint')}
        rules={[{ pattern: LINES, message: t('calendar.quietHint') }]}
      >
        <Input.TextArea autoSize={{ minRows: 2 }} />
      </Form.Item>
    </NoticeForm>
  )
}

const LINES = /^\s*(\d{1,2}-\d{1,2}(\s+|$))*$/

/** `21-8` each line: from the one hour to the other. */
function hoursOf(text = ''): [number, number][] {
  return text
    .split(/\s+/u)
    .filter(Boolean)
    .map((line) => {
      const [from = 0, to = 0] = line.split('-').map(Number)
      return [from, to]
    })
}
