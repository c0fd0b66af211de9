import { createCustomerRoute, editCustomerRoute } from '@nuandeng/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Alert, App, Form, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallFailed, call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { Failure } from '../../shell/Failure.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import { Conflict } from './Conflict.tsx'
import { customerQuery } from './customer-query.ts'
import { FileForm } from './FileForm.tsx'
import { RevealCustomer } from './FileTasks.tsx'
import { changesOf, contentOf, type FileValues, valuesOf } from './form-values.ts'
import type { CustomerFile, Full } from './words.ts'

/** Begins the file of a customer (建档). */
export function NewCustomerScreen() {
  const { t } = useTranslation()
  const me = useMe()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const refusal = useRefusal()('customer.create')
  const [form] = Form.useForm<FileValues>()
  const [customerId] = useState(() => crypto.randomUUID())
  if (refusal) return <Alert type="info" showIcon title={refusal} />
  const save = async (values: FileValues) => {
    const { unitId = '', name = '', people, ...content } = contentOf(values)
    const accountNo = values.accountNo?.trim() ?? ''
    const begun = { customerId, unitId, accountNo, name, ...content, people: [...(people ?? [])] }
    await call(createCustomerRoute, begun)
    message.success(t('customer.created'))
    queries.invalidateQueries({ queryKey: ['customers'] })
    navigate({ to: '/customers/$customerId', params: { customerId } })
  }
  return (
    <>
      <Crumb />
      <h1>{t('customers.create')}</h1>
      <FileForm
        form={form}
        isNew
        initial={{ unitId: me.unit.unitId, status: 'normal', people: [] }}
        shown={{ name: true, people: true }}
        onSave={save}
      />
    </>
  )
}

/** Changes a file; when somebody else did so meanwhile, it says what, and keeps what was typed. */
export function EditCustomerScreen() {
  const { t } = useTranslation()
  const { customerId } = getRouteApi('/shell/customers/$customerId/edit').useParams()
  const { data: file, error } = useQuery({
    ...customerQuery(customerId),
    // The form holds what was read when it was opened.
    refetchOnWindowFocus: false,
  })
  const refusal = useRefusal()('customer.edit', file?.unit.path)
  if (error) return <Failure error={error} />
  if (!file) return <Spin aria-label={t('app.loading')} />
  if (refusal) return <Alert type="info" showIcon title={refusal} />
  return <Edit key={customerId} opened={file} />
}

function Edit({ opened }: { opened: CustomerFile }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [form] = Form.useForm<FileValues>()
  const [file] = useState(opened)
  const [full, setFull] = useState<Full>()
  const [newest, setNewest] = useState<CustomerFile>()
  const [isRevealing, setRevealing] = useState(false)
  const { customerId } = file
  const initial = valuesOf(file, full)
  const before = contentOf(initial)
  const leave = () => {
    queries.invalidateQueries({ queryKey: ['customer', customerId] })
    queries.invalidateQueries({ queryKey: ['customers'] })
    navigate({ to: '/customers/$customerId', params: { customerId } })
  }
  /** What is not shown is not in the form, and not sent. */
  const after = () => ({ ...before, ...contentOf(form.getFieldsValue(true)) })
  const save = async () => {
    const stored = newest ?? file
    const changes = changesOf(before, after(), contentOf(valuesOf(stored, undefined)))
    if (Object.keys(changes).length === 0) {
      message.info(t('customer.unchanged'))
      return leave()
    }
    try {
      await call(editCustomerRoute, { customerId, version: stored.version, ...changes } as never)
    } catch (error) {
      if (!(error instanceof CallFailed) || error.code !== 'changed-meanwhile') throw error
      setNewest(await queries.fetchQuery({ ...customerQuery(customerId), staleTime: 0 }))
      throw error
    }
    message.success(t('customer.saved'))
    leave()
  }
  return (
    <>
      <Crumb file={file} />
      <h1>{t('customer.editTitle', { name: full?.name ?? file.name })}</h1>
      <FileForm
        form={form}
        isNew={false}
        initial={initial}
        shown={{ name: full !== undefined || !file.isMasked, people: full !== undefined }}
        onReveal={() => setRevealing(true)}
        onSave={save}
      >
        {newest && (
          <Conflict
            before={contentOf(valuesOf(file, undefined))}
            theirs={contentOf(valuesOf(newest, undefined))}
            mine={() => after()}
            verifiedOn={newest.verifiedOn === file.verifiedOn ? null : newest.verifiedOn}
            customerId={customerId}
          />
        )}
      </FileForm>
      {isRevealing && (
        <RevealCustomer
          customerId={customerId}
          onClose={() => setRevealing(false)}
          onDone={(shown) => {
            setFull(shown)
            const { name, address, people } = shown
            form.setFieldsValue({ name, address, people })
            setRevealing(false)
          }}
        />
      )}
    </>
  )
}

function Crumb({ file }: { file?: CustomerFile }) {
  const { t } = useTranslation()
  return (
    <nav aria-label={t('customers.title')} className="row soft crumbs">
      <Link to="/customers">{t('customers.title')}</Link> ›
      {file && (
        <>
          <Link to="/customers/$customerId" params={{ customerId: file.customerId }}>
            {file.name} {file.accountNo}
          </Link>{' '}
          ›
        </>
      )}
    </nav>
  )
}
