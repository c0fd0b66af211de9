import {
  closeUnitRoute,
  createUnitRoute,
  mergeUnitRoute,
  renameUnitRoute,
} from '@nuandeng/contract'
import { mayStandUnder, UNIT_KINDS, type UnitKind } from '@nuandeng/domain'
import { useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { todayInChina } from '../../shell/format.ts'
import { FormModal } from '../../shell/ServerForm.tsx'
import { UnitPicker } from '../../shell/UnitPicker.tsx'
import type { Unit } from './UnitScreen.tsx'

interface Dialogue {
  unit: Unit
  onClose: () => void
}

function useUnitChanged({ onClose }: Dialogue, done: string) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  return () => {
    for (const key of ['unit', 'units', 'me']) queries.invalidateQueries({ queryKey: [key] })
    message.success(t(done))
    onClose()
  }
}

interface NewUnit {
  kind: UnitKind
  name: string
  code: string
  cityCode?: string
  validFrom: string
}

export function AddUnit(props: Dialogue) {
  const { t } = useTranslation()
  const { unit, onClose } = props
  const onDone = useUnitChanged(props, 'units.added')
  const [unitId] = useState(() => crypto.randomUUID())
  const kinds = UNIT_KINDS.filter((kind) => mayStandUnder(kind, unit.kind))
  return (
    <FormModal
      title={t('units.addTitle', { name: unit.name })}
      submit={t('units.add')}
      onCancel={onClose}
      initialValues={{ kind: kinds[0], validFrom: todayInChina() } as Partial<NewUnit>}
      fieldOf={{ 'unit-code-taken': 'code' }}
      send={(input: NewUnit, commandId) =>
        call(createUnitRoute, { unitId, parentId: unit.unitId, ...input }, commandId)
      }
      onDone={onDone}
    >
      <Form.Item name="kind" label={t('unit.kind')} rules={[{ required: true }]}>
        <Select options={kinds.map((value) => ({ value, label: t(`unit.${value}`) }))} />
      </Form.Item>
      <NameField />
      <Form.Item
        name="code"
        label={t('unit.code')}
        extra={t('units.codeHint')}
        rules={[
          { required: true },
          { pattern: /^[A-Za-z0-9]{1,24}$/, message: t('units.codeHint') },
        ]}
      >
        <Input autoComplete="off" maxLength={24} />
      </Form.Item>
      <Form.Item noStyle dependencies={['kind']}>
        {({ getFieldValue }) =>
          getFieldValue('kind') === 'city' && (
            <Form.Item
              name="cityCode"
              label={t('units.cityCode')}
              extra={t('units.cityCodeHint')}
              rules={[{ required: true }, { pattern: /^\d{6}$/, message: t('units.cityCodeHint') }]}
            >
              <Input inputMode="numeric" maxLength={6} />
            </Form.Item>
          )
        }
      </Form.Item>
      <DayField name="validFrom" label={t('units.validFrom')} />
    </FormModal>
  )
}

export function RenameUnit(props: Dialogue) {
  const { t } = useTranslation()
  const { unit, onClose } = props
  const onDone = useUnitChanged(props, 'units.renamed')
  return (
    <FormModal
      title={`${t('units.rename')} · ${unit.name}`}
      submit={t('units.rename')}
      onCancel={onClose}
      initialValues={{ name: unit.name, validFrom: todayInChina() }}
      send={(input: { name: string; validFrom: string }, commandId) =>
        call(renameUnitRoute, { unitId: unit.unitId, ...input }, commandId)
      }
      onDone={onDone}
    >
      <p className="soft">{t('units.renameNote')}</p>
      <NameField />
      <DayField name="validFrom" label={t('units.renameFrom')} />
    </FormModal>
  )
}

export function MergeUnit(props: Dialogue) {
  const { t } = useTranslation()
  const { unit, onClose } = props
  const onDone = useUnitChanged(props, 'units.mergeDone')
  return (
    <FormModal
      title={`${t('units.merge')} · ${unit.name}`}
      submit={t('units.merge')}
      isDanger
      onCancel={onClose}
      initialValues={{ mergedOn: todayInChina() } as { intoUnitId: string; mergedOn: string }}
      send={(input, commandId) =>
        call(mergeUnitRoute, { unitId: unit.unitId, ...input }, commandId)
      }
      onDone={onDone}
    >
      <p>{t('units.mergeNote')}</p>
      <Form.Item name="intoUnitId" label={t('units.into')} rules={[{ required: true }]}>
        <UnitPicker kind={unit.kind} />
      </Form.Item>
      <DayField name="mergedOn" label={t('units.mergeDay')} />
    </FormModal>
  )
}

export function CloseUnit(props: Dialogue) {
  const { t } = useTranslation()
  const { unit, onClose } = props
  const onDone = useUnitChanged(props, 'units.closeDone')
  return (
    <FormModal
      title={`${t('units.close')} · ${unit.name}`}
      submit={t('units.close')}
      isDanger
      onCancel={onClose}
      initialValues={{ closedOn: todayInChina() } as { closedOn: string; reason: string }}
      send={(input, commandId) =>
        call(closeUnitRoute, { unitId: unit.unitId, ...input }, commandId)
      }
      onDone={onDone}
    >
      <p>{t('units.closeNote')}</p>
      <DayField name="closedOn" label={t('units.closeDay')} />
      <Form.Item name="reason" label={t('person.reason')} rules={[{ required: true }]}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} />
      </Form.Item>
    </FormModal>
  )
}

function NameField() {
  const { t } = useTranslation()
  return (
    <Form.Item name="name" label={t('units.name')} rules={[{ required: true }]}>
      <Input autoComplete="off" maxLength={100} />
    </Form.Item>
  )
}

function DayField({ name, label }: { name: string; label: string }) {
  return (
    <Form.Item name={name} label={label} rules={[{ required: true }]}>
      <Input type="date" />
    </Form.Item>
  )
}
