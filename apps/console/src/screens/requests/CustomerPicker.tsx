import { listCustomersRoute, type ReplyOf } from '@nuandeng/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Form, Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import type { Intake } from './IntakeScreen.tsx'

type Customer = ReplyOf<typeof listCustomersRoute>['items'][number]

/** Finds the customer's file by name, address, number or telephone, and fills in what it says. */
export function CustomerPicker() {
  const { t } = useTranslation()
  const form = Form.useFormInstance<Intake>()
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(typed.trim())
  const isWhole = [...search].length >= 2
  const { data, isFetching } = useQuery({
    queryKey: ['customers', 'picker', search],
    queryFn: () => call(listCustomersRoute, { search, limit: 20 }),
    enabled: isWhole,
    placeholderData: keepPreviousData,
  })
  const customers = isWhole ? (data?.items ?? []) : []
  const fill = (customer: Customer | undefined) =>
    form.setFieldsValue({
      customerId: customer?.customerId,
      accountNo: customer?.accountNo,
      area: customer?.supplyArea ?? undefined,
      // A masked address is none to drive to.
      address: customer && !customer.isMasked ? (customer.address ?? undefined) : undefined,
    } as Partial<Intake>)
  return (
    <Form.Item name="customerId" label={t('intake.customer')} extra={t('intake.customerHint')}>
      <Select
        allowClear
        showSearch={{ filterOption: false, onSearch: setTyped }}
        loading={isFetching}
        notFoundContent={isWhole ? t('app.none') : t('intake.customerType')}
        placeholder={t('intake.customerFind')}
        options={customers.map((customer) => ({
          value: customer.customerId,
          label: [customer.accountNo, customer.name, customer.address].filter(Boolean).join(' · '),
        }))}
        onChange={(customerId) =>
          fill(customers.find((customer) => customer.customerId === customerId))
        }
      />
    </Form.Item>
  )
}
