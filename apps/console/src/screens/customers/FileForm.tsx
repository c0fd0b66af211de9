import { Alert, Button, Form, type FormInstance } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallFailed } from '../../api/call.ts'
import { FormFailure } from '../../shell/FormFailure.tsx'
import { useFaults } from '../../shell/form-faults.ts'
import { useUnsaved } from '../../shell/unsaved.ts'
import { BlockFields } from './BlockFields.tsx'
import { IdentityFields, SupplyFields } from './FileFields.tsx'
import type { FileValues } from './form-values.ts'
import { PeopleFields } from './PeopleFields.tsx'
import './customers.css'

/** The words of a file; what was typed stays when the server refuses, with the fault at its field. */
export function FileForm({
  form,
  initial,
  isNew,
  shown,
  onReveal,
  onSave,
  children,
}: {
  form: FormInstance<FileValues>
  initial: FileValues
  isNew: boolean
  /** What of it is shown: name and address of a person, and all people, only after it was said what for. */
  shown: { name: boolean; people: boolean }
  onReveal?: () => void
  /** Saves; a refusal it does not deal with itself is thrown. */
  onSave: (values: FileValues) => Promise<void>
  /** What stands above the button: how a conflict can be settled. */
  children?: ReactNode
}) {
  const { t } = useTranslation()
  const showFaults = useFaults(form)
  const [failure, setFailure] = useState<{ error: Error; elsewhere: string[] }>()
  const [isSaving, setSaving] = useState(false)
  const { isUnsaved, setUnsaved } = useUnsaved()
  const save = async (values: FileValues) => {
    setFailure(undefined)
    setSaving(true)
    setUnsaved(false)
    try {
      await onSave(values)
    } catch (error) {
      setUnsaved(true)
      if (error instanceof CallFailed && error.code === 'account-taken') {
        form.setFields([{ name: 'accountNo', errors: [t('problem.account-taken')] }])
        form.focusField('accountNo')
      } else setFailure({ error: error as Error, elsewhere: showFaults(error) })
    } finally {
      setSaving(false)
    }
  }
  return (
    <Form
      form={form}
      name="customer"
      layout="vertical"
      noValidate
      initialValues={initial}
      scrollToFirstError={{ focus: true, block: 'center' }}
      onValuesChange={() => setUnsaved(true)}
      onFinish={save}
    >
      <IdentityFields isNew={isNew} isOpen={shown.name} />
      {!shown.people && (
        <Alert
          type="info"
          showIcon
          className="gap"
          title={t(shown.name ? 'customer.peopleHidden' : 'customer.personHidden')}
          action={<Button onClick={onReveal}>{t('customer.reveal')}</Button>}
        />
      )}
      {shown.people && <PeopleFields />}
      <SupplyFields />
      <BlockFields />
      {failure && <FormFailure error={failure.error} elsewhere={failure.elsewhere} />}
      {children}
      <div className="form-end">
        <Button type="primary" htmlType="submit" loading={isSaving}>
          {t('app.save')}
        </Button>
        {isUnsaved && <span className="soft">{t('plan.unsaved')}</span>}
      </div>
    </Form>
  )
}
