import {
  approveGreenChannelRoute,
  askGreenChannelRoute,
  discloseMaterialsRoute,
  type ReplyOf,
  recordReturnTripRoute,
  signContractRoute,
} from '@nuandeng/contract'
import { GREEN_REASONS, type GreenReason, processOf, SUPPLY_MATERIALS } from '@nuandeng/domain'
import { useQueryClient } from '@tanstack/react-query'
import { App, Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Actions } from '../../shell/Actions.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import { FormModal } from '../../shell/ServerForm.tsx'
import type { RequestFile } from './RequestScreen.tsx'
import { TextField } from './request-fields.tsx'
import type { Supply } from './SupplyFile.tsx'
import { useTitles } from './words.ts'

type Task = 'disclose' | 'returnTrip' | 'ask' | 'approve' | 'sign'

/** What can be done with the file of a new supply; what was done once is not offered again. */
export function SupplyActions({ file, supply }: { file: RequestFile; supply: Supply }) {
  const { t } = useTranslation()
  const refusalOf = useRefusal()
  const [open, setOpen] = useState<Task>()
  const state = file.actions.find(({ action }) => action === 'take-step')?.refusal
  const stateReason = state ? t(`problem.${state}`) : undefined
  const work = refusalOf('request.work', file.unit.path) ?? stateReason
  const supervise = refusalOf('request.supervise', file.unit.path)
  const { disclosure, green, contract } = supply
  const tasks: { task: Task; reason: string | undefined; isOffered: boolean }[] = [
    { task: 'disclose', reason: work, isOffered: disclosure === null },
    { task: 'returnTrip', reason: work, isOffered: true },
    { task: 'ask', reason: work, isOffered: green === null },
    { task: 'approve', reason: supervise, isOffered: green !== null && !green.approvedAt },
    { task: 'sign', reason: work, isOffered: contract === null },
  ]
  const props = { file, onClose: () => setOpen(undefined) }
  return (
    <>
      <Actions
        actions={tasks
          .filter(({ isOffered }) => isOffered)
          .map(({ task, reason }) => ({
            label: t(`supply.${task}`),
            reason,
            onClick: () => setOpen(task),
            isPrimary: task === 'disclose' || task === 'approve',
          }))}
      />
      {open === 'disclose' && <Disclose {...props} />}
      {open === 'returnTrip' && <ReturnTrip {...props} />}
      {open === 'ask' && <AskGreen {...props} />}
      {open === 'approve' && <ApproveGreen {...props} />}
      {open === 'sign' && <SignContract {...props} />}
    </>
  )
}

interface Props {
  file: RequestFile
  onClose: () => void
}

function SupplyForm<Input extends object>({
  task,
  note,
  send,
  onClose,
  initialValues,
  children,
}: {
  task: Task
  note?: string
  send: (input: Input, commandId: string) => Promise<ReplyOf<typeof signContractRoute>>
  onClose: () => void
  initialValues?: Partial<Input>
  children?: ReactNode
}) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  return (
    <FormModal
      title={t(`supply.${task}`)}
      submit={t(`supply.${task}`)}
      onCancel={onClose}
      send={send}
      {...(initialValues ? { initialValues } : {})}
      onDone={async () => {
        await queries.invalidateQueries({ queryKey: ['requests'] })
        message.success(t('supply.done'))
        onClose()
      }}
    >
      {note && <p className="soft">{note}</p>}
      {children}
    </FormModal>
  )
}

function Disclose({ file: { requestId, subkind }, onClose }: Props) {
  const { t } = useTranslation()
  const known = SUPPLY_MATERIALS[subkind ?? ''] ?? []
  return (
    <SupplyForm
      task="disclose"
      note={t('supply.discloseHint')}
      onClose={onClose}
      initialValues={{ known } as { known: readonly string[]; more?: string }}
      send={(
        { known: chosen, more = '' }: { known: readonly string[]; more?: string },
        commandId,
      ) =>
        call(
          discloseMaterialsRoute,
          { requestId, materials: [...chosen, ...linesOf(more)] },
          commandId,
        )
      }
    >
      <Form.Item name="known" label={t('supply.materials')}>
        <Checkbox.Group
          style={{ display: 'grid', gap: 6 }}
          options={known.map((value) => ({ value, label: t(`material.${value}`) }))}
        />
      </Form.Item>
      <TextField name="more" label={t('supply.extra')} />
    </SupplyForm>
  )
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

function ReturnTrip({ file: { requestId }, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <SupplyForm
      task="returnTrip"
      note={t('supply.returnTripNote')}
      onClose={onClose}
      send={({ missing }: { missing: string }, commandId) =>
        call(recordReturnTripRoute, { requestId, missing }, commandId)
      }
    >
      <TextField name="missing" label={t('supply.missing')} isRequired />
    </SupplyForm>
  )
}

interface Asked {
  reason: GreenReason
  note: string
  targets: Record<string, number | null>
}

function AskGreen({ file: { requestId, kind, subkind }, onClose }: Props) {
  const { t } = useTranslation()
  const { titleOf } = useTitles()
  const own = processOf(kind, subkind).steps.filter(
    ({ by, isOptional }) => by === 'utility' && !isOptional,
  )
  return (
    <SupplyForm
      task="ask"
      note={t('supply.askNote')}
      onClose={onClose}
      send={({ targets, ...asked }: Asked, commandId) =>
        call(
          askGreenChannelRoute,
          {
            requestId,
            ...asked,
            targets: own.flatMap(({ step }) => {
              const workingDays = targets[keyOf(step)]
              return workingDays ? [{ step, workingDays }] : []
            }),
          },
          commandId,
        )
      }
    >
      <Form.Item name="reason" label={t('supply.greenReason')} rules={[{ required: true }]}>
        <Select
          options={GREEN_REASONS.map((value) => ({ value, label: t(`greenReason.${value}`) }))}
        />
      </Form.Item>
      <TextField name="note" label={t('supply.greenNote')} isRequired />
      <div className="pair">
        {own.map((stage) => (
          <Form.Item
            key={stage.step}
            name={['targets', keyOf(stage.step)]}
            label={t('supply.target', { step: titleOf(stage) })}
          >
            <InputNumber min={1} max={60} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        ))}
      </div>
    </SupplyForm>
  )
}

/** A name of a field has no dot. */
const keyOf = (step: string) => step.replace('.', ' ')

function ApproveGreen({ file: { requestId }, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <SupplyForm
      task="approve"
      note={t('supply.ownAsked')}
      onClose={onClose}
      send={(_: object, commandId) => call(approveGreenChannelRoute, { requestId }, commandId)}
    />
  )
}

interface Signed {
  promisedOn: string
  penalty: string
  responsible: string
}

function SignContract({ file: { requestId, owner }, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <SupplyForm
      task="sign"
      note={t('supply.signNote')}
      onClose={onClose}
      initialValues={{ responsible: owner?.name ?? '' } as Partial<Signed>}
      send={(input: Signed, commandId) =>
        call(signContractRoute, { requestId, ...input }, commandId)
      }
    >
      <Form.Item name="promisedOn" label={t('supply.promisedOn')} rules={[{ required: true }]}>
        <Input type="date" />
      </Form.Item>
      <TextField name="penalty" label={t('supply.penalty')} isRequired />
      <Form.Item name="responsible" label={t('supply.responsible')} rules={[{ required: true }]}>
        <Input maxLength={100} />
      </Form.Item>
    </SupplyForm>
  )
}
