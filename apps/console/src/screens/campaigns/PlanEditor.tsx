import { filePlanRoute, savePlanRoute } from '@nuandeng/contract'
import { App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '../../api/command.ts'
import { FormFailure } from '../../shell/FormFailure.tsx'
import { useFaults } from '../../shell/form-faults.ts'
import { useUnsaved } from '../../shell/unsaved.ts'
import { ActivityFields } from './ActivityFields.tsx'
import type { Campaign } from './current-campaign.ts'
import { FieldPairs } from './FieldPairs.tsx'
import type { Plan } from './PlanScreen.tsx'
import { contentOf, type PlanValues, valuesOf } from './plan-values.ts'
import { TargetFields } from './TargetFields.tsx'
import { useWords } from './words.ts'

/** Writes a plan; filing saves first, so that what is filed is what stands on the screen. */
export function PlanEditor({ campaign, plan }: { campaign: Campaign; plan: Plan }) {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const [form] = Form.useForm<PlanValues>()
  const { isUnsaved, setUnsaved } = useUnsaved()
  const { save, file, elsewhere, isPending, error } = usePlanCommands({
    planId: plan.planId,
    showFaults: useFaults(form),
    onSaved: () => setUnsaved(false),
  })
  const askToFile = async (values: PlanValues) =>
    modal.confirm({
      title: t('plan.fileTitle'),
      content: t('plan.fileText'),
      okText: t('plan.file'),
      cancelText: t('app.cancel'),
      onOk: () => file(values),
    })
  const validThen = (work: (values: PlanValues) => unknown) =>
    form.validateFields().then(work, ({ errorFields }) => {
      const [first] = errorFields ?? []
      if (first) form.scrollToField(first.name, { focus: true, block: 'center' })
    })
  return (
    <Form
      form={form}
      name="plan"
      layout="vertical"
      noValidate
      initialValues={valuesOf(plan)}
      onValuesChange={() => setUnsaved(true)}
      onFinish={async (values) => {
        if (await save(values)) message.success(t('plan.saved'))
      }}
      scrollToFirstError={{ focus: true, block: 'center' }}
    >
      <Locked campaign={campaign} />
      <TargetFields campaign={campaign} plan={plan} />
      <ActivityFields campaign={campaign} plan={plan} />
      <LocalFields campaign={campaign} />
      <FormFailure error={error} elsewhere={elsewhere} />
      <div className="form-end">
        <Button type="primary" loading={isPending} onClick={() => validThen(askToFile)}>
          {t('plan.file')}
        </Button>
        <Button htmlType="submit" loading={isPending}>
          {t('plan.save')}
        </Button>
        {isUnsaved && <span className="soft">{t('plan.unsaved')}</span>}
      </div>
    </Form>
  )
}

/** Saves and files; a refusal leaves everything as it was typed, with the faults at their fields. */
function usePlanCommands(how: {
  planId: string
  showFaults: (error: unknown) => string[]
  onSaved: () => void
}) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { planId } = how
  const [elsewhere, setElsewhere] = useState<string[]>([])
  const saving = useCommand(savePlanRoute, { stale: [['plans']], onDone: how.onSaved })
  const filing = useCommand(filePlanRoute, {
    stale: [['plan'], ['plans'], ['readiness']],
    onDone: () => message.success(t('plan.fileDone')),
  })
  const save = async (values: PlanValues): Promise<boolean> => {
    setElsewhere([])
    filing.reset()
    try {
      await saving.mutateAsync({ planId, ...contentOf(values) })
      return true
    } catch (error) {
      setElsewhere(how.showFaults(error))
      return false
    }
  }
  const file = async (values: PlanValues) => {
    if (await save(values)) await filing.mutateAsync({ planId }).catch(() => undefined)
  }
  const isPending = saving.isPending || filing.isPending
  return { save, file, elsewhere, isPending, error: saving.error ?? filing.error }
}

function Locked({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation()
  const locked = campaign.fields.filter(({ isLocked }) => isLocked)
  if (locked.length === 0) return null
  return (
    <section className="card">
      <h2>{t('plan.lockedFields')}</h2>
      <FieldPairs fields={locked} />
    </section>
  )
}

function LocalFields({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation()
  const { labelOf } = useWords()
  const local = campaign.fields.filter(({ isLocked }) => !isLocked)
  if (local.length === 0) return null
  return (
    <section className="card">
      <h2>{t('plan.localFields')}</h2>
      {local.map((field) => (
        <Form.Item
          key={field.key}
          name={['localFields', field.key]}
          label={labelOf(field)}
          extra={field.value || undefined}
        >
          <Input.TextArea maxLength={1000} autoSize={{ minRows: 2 }} />
        </Form.Item>
      ))}
    </section>
  )
}
