import {
  assignOfficersRoute,
  createAbsenceRoute,
  createLiaisonRuleRoute,
  endAbsenceRoute,
  saveOfficerCardRoute,
} from '@nuandeng/contract'
import {
  CUSTOMER_CLASSES,
  type CustomerClass,
  SUPPLY_AREAS,
  USE_CATEGORIES,
} from '@nuandeng/domain'
import { useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { formatNumber, todayInChina } from '../../shell/format.ts'
import { FormModal } from '../../shell/ServerForm.tsx'
import type { Board } from './LiaisonScreen.tsx'

type Officer = Board['officers'][number]
/** What can be changed on the board. */
export type LiaisonTask =
  | { name: 'assign'; mode: 'gaps' | 'all' }
  | { name: 'rule' }
  | { name: 'card'; officer: Officer }
  | { name: 'absence'; officer: Officer }
  | { name: 'back'; officer: Officer }
  | { name: 'hand-over'; officer: Officer }

interface FormProps<T extends LiaisonTask = LiaisonTask> {
  unitId: string
  board: Board
  task: T
  onClose: () => void
}

/** The form of what is to be changed. */
export function LiaisonForm({ task, ...rest }: FormProps) {
  if (task.name === 'assign') return <AssignOfficers {...rest} task={task} />
  if (task.name === 'rule') return <NewLiaisonRule {...rest} task={task} />
  if (task.name === 'hand-over') return <AssignOfficers {...rest} task={task} />
  return <ChangeOfficer {...rest} task={task} />
}

function useSay(onClose: () => void) {
  const { message } = App.useApp()
  const queries = useQueryClient()
  return (words: string) => {
    message.success(words)
    for (const key of ['liaison', 'liaison-rules', 'customer']) {
      queries.invalidateQueries({ queryKey: [key] })
    }
    onClose()
  }
}

/** Gives customers their officers by the rules: those without one, all, or those of one officer. */
function AssignOfficers({ unitId, task, onClose }: FormProps) {
  const { t } = useTranslation()
  const say = useSay(onClose)
  const isHandOver = task.name === 'hand-over'
  const mode = isHandOver ? 'hand-over' : task.name === 'assign' ? task.mode : 'gaps'
  const words = {
    gaps: [t('liaison.fillGaps'), t('liaison.gapsNote')],
    all: [t('liaison.assignAll'), t('liaison.allNote')],
    'hand-over': isHandOver
      ? [
          t('liaison.handOverOf', { name: task.officer.person.name }),
          t('liaison.handOverNote', { number: formatNumber(task.officer.customers) }),
        ]
      : [],
  }[mode]
  const officer = isHandOver ? { officerId: task.officer.person.personId } : {}
  return (
    <FormModal
      title={words[0] ?? ''}
      submit={t(isHandOver ? 'liaison.handOver' : 'liaison.assign')}
      onCancel={onClose}
      isDanger={mode === 'all'}
      send={(_: object, commandId) =>
        call(assignOfficersRoute, { unitId, mode, ...officer }, commandId)
      }
      onDone={({ assigned, without }) =>
        say(
          t('liaison.assigned', {
            assigned: formatNumber(assigned),
            without: formatNumber(without),
          }),
        )
      }
    >
      <p>{words[1]}</p>
    </FormModal>
  )
}

function NewLiaisonRule({ unitId, board, onClose }: FormProps) {
  const { t } = useTranslation()
  const say = useSay(onClose)
  const [ruleId] = useState(() => crypto.randomUUID())
  return (
    <FormModal
      title={t('liaison.newRule')}
      submit={t('app.save')}
      onCancel={onClose}
      send={(input: NewRule) => call(createLiaisonRuleRoute, { ruleId, unitId, ...input })}
      onDone={() => say(t('liaison.saved'))}
    >
      <RuleFields board={board} />
    </FormModal>
  )
}

/** The telephone of an officer, an absence, or its end. */
function ChangeOfficer({
  board,
  task: { name, officer },
  onClose,
}: FormProps<Extract<LiaisonTask, { officer: Officer }>>) {
  const { t } = useTranslation()
  const say = useSay(onClose)
  const [absenceId] = useState(() => crypto.randomUUID())
  const { personId, name: who } = officer.person
  const modal = {
    submit: t('app.save'),
    onCancel: onClose,
    onDone: () => say(t('liaison.saved')),
  }
  if (name === 'card') {
    return (
      <FormModal
        {...modal}
        title={t('liaison.phoneOf', { name: who })}
        {...(officer.workPhone ? { initialValues: { workPhone: officer.workPhone } } : {})}
        send={(input: { workPhone: string }, commandId) =>
          call(saveOfficerCardRoute, { personId, ...input }, commandId)
        }
      >
        <p className="soft">{t('liaison.phoneNote')}</p>
        <PhoneField />
      </FormModal>
    )
  }
  if (name === 'absence') {
    return (
      <FormModal
        {...modal}
        title={t('liaison.absenceOf', { name: who })}
        initialValues={{ fromOn: todayInChina() }}
        send={(input: Absence) => call(createAbsenceRoute, { absenceId, personId, ...input })}
      >
        <AbsenceFields board={board} officer={officer} />
      </FormModal>
    )
  }
  return (
    <FormModal
      {...modal}
      title={t('liaison.endAbsence')}
      submit={t('liaison.endAbsence')}
      send={(_: object, commandId) =>
        call(endAbsenceRoute, { absenceId: officer.away?.absenceId ?? '' }, commandId)
      }
    >
      <p>{t('liaison.backNote', { name: who })}</p>
    </FormModal>
  )
}

function PhoneField() {
  const { t } = useTranslation()
  return (
    <Form.Item
      name="workPhone"
      label={t('liaison.workPhone')}
      rules={[{ required: true }, { pattern: /^[0-9+-]{3,20}$/, message: t('people.phoneWrong') }]}
    >
      <Input type="tel" maxLength={20} />
    </Form.Item>
  )
}

interface NewRule {
  customerClass?: CustomerClass
  useCategory?: string
  supplyArea?: (typeof SUPPLY_AREAS)[number]
  officerIds: string[]
}

interface Absence {
  fromOn: string
  toOn: string
  substituteId?: string
}

const optionsOf = (officers: readonly Officer[]) =>
  officers.map(({ person, unit }) => ({
    value: person.personId,
    label: `${person.name} · ${unit.name}`,
  }))

function RuleFields({ board }: { board: Board }) {
  const { t } = useTranslation()
  const groups = [
    { name: 'customerClass', group: 'class', values: CUSTOMER_CLASSES },
    { name: 'useCategory', group: 'useCategory', values: USE_CATEGORIES },
    { name: 'supplyArea', group: 'supplyArea', values: SUPPLY_AREAS },
  ] as const
  return (
    <>
      <p className="soft">{t('liaison.ruleNote')}</p>
      {groups.map(({ name, group, values }) => (
        <Form.Item key={name} name={name} label={t(`customerField.${name}`)}>
          <Select
            allowClear
            placeholder={t('need.any')}
            options={values.map((value) => ({ value, label: t(`${group}.${value}`) }))}
          />
        </Form.Item>
      ))}
      <Form.Item name="officerIds" label={t('liaison.officers')} rules={[{ required: true }]}>
        <Select
          mode="multiple"
          optionFilterProp="label"
          options={optionsOf(board.officers.filter(({ isIn }) => isIn))}
        />
      </Form.Item>
    </>
  )
}

function AbsenceFields({ board, officer }: { board: Board; officer: Officer }) {
  const { t } = useTranslation()
  const others = board.officers.filter(
    ({ person, isIn }) => isIn && person.personId !== officer.person.personId,
  )
  return (
    <>
      <Form.Item name="fromOn" label={t('liaison.fromOn')} rules={[{ required: true }]}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="toOn" label={t('liaison.toOn')} rules={[{ required: true }]}>
        <Input type="date" />
      </Form.Item>
      <Form.Item
        name="substituteId"
        label={t('liaison.substituteField')}
        extra={t('liaison.substituteHint')}
      >
        <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={optionsOf(others)} />
      </Form.Item>
    </>
  )
}
