import {
  decideDuplicateRoute,
  type listDuplicatesRoute,
  type ReplyOf,
  undoDuplicateRoute,
} from '@nuandeng/contract'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Form, Input } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Actions } from '../../shell/Actions.tsx'
import { formatDay, formatList, formatMoment } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import { FormModal } from '../../shell/ServerForm.tsx'
import './customers.css'

type Pair = ReplyOf<typeof listDuplicatesRoute>['items'][number]
type Side = Pair['customer']
type Decision = { name: 'merged'; keptId: string } | { name: 'distinct' | 'undo' }

/** Two files beside one another, with what differs marked, and what can be decided of them. */
export function DuplicatePair({ pair }: { pair: Pair }) {
  const { t } = useTranslation()
  const id = useId()
  const [decision, setDecision] = useState<Decision>()
  const { customer, other, state } = pair
  const keep = (side: Side) => ({
    label: t('duplicates.keep', { account: side.accountNo }),
    reason: undefined,
    onClick: () => setDecision({ name: 'merged', keptId: side.customerId }),
  })
  return (
    <section className="card" aria-labelledby={id}>
      <div className="row">
        <h2 id={id}>{t('duplicates.pair', { one: customer.accountNo, other: other.accountNo })}</h2>
        <span className="state">{t('duplicates.score', { score: pair.score })}</span>
        <span className="soft">
          {formatList(pair.reasons.map((reason) => t(`pairReason.${reason}`)))}
        </span>
      </div>
      {state !== 'open' && (
        <p className="good">
          {t(`pairState.${state}`)}
          {pair.decidedAt && ` · ${formatMoment(pair.decidedAt)}`}
        </p>
      )}
      <Comparison pair={pair} />
      <Actions
        actions={
          state === 'open'
            ? [
                keep(customer),
                keep(other),
                {
                  label: t('duplicates.distinct'),
                  reason: undefined,
                  onClick: () => setDecision({ name: 'distinct' }),
                },
              ]
            : [
                {
                  label: t('duplicates.undo'),
                  reason: undefined,
                  onClick: () => setDecision({ name: 'undo' }),
                },
              ]
        }
      />
      {decision && (
        <Decide pair={pair} decision={decision} onClose={() => setDecision(undefined)} />
      )}
    </section>
  )
}

function Comparison({ pair: { customer, other, keptId } }: { pair: Pair }) {
  const { t } = useTranslation()
  const sides = [customer, other]
  const fields: [string, (side: Side) => string | null][] = [
    ['name', (side) => side.name],
    ['address', (side) => side.address],
    ['unit', (side) => side.unit.name],
    ['customerClass', (side) => side.customerClass && t(`class.${side.customerClass}`)],
    ['grade', (side) => side.grade && t(`grade.${side.grade}`)],
    ['useCategory', (side) => side.useCategory && t(`useCategory.${side.useCategory}`)],
    ['transformerArea', (side) => side.transformerArea],
    ['supplyArea', (side) => side.supplyArea && t(`supplyArea.${side.supplyArea}`)],
    ['phone', (side) => side.phone],
    ['tags', (side) => side.tags.join(' · ')],
    ['status', (side) => t(`customerStatus.${side.status}`)],
    ['verifiedOn', (side) => side.verifiedOn && formatDay(side.verifiedOn)],
  ]
  const shown = fields
    .map(([field, wordsOf]) => ({ field, words: sides.map((side) => wordsOf(side) || '—') }))
    .filter(({ words }) => words.some((word) => word !== '—'))
  return (
    <Scroll label={`${t('duplicates.title')} ${customer.accountNo} · ${other.accountNo}`}>
      <table className="plain pair-table">
        <thead>
          <tr>
            <th scope="col">{t('customerField.accountNo')}</th>
            {sides.map(({ customerId, accountNo }) => (
              <th scope="col" key={customerId}>
                <Link to="/customers/$customerId" params={{ customerId }}>
                  {accountNo}
                </Link>
                {customerId === keptId && (
                  <span className="good small"> {t('duplicates.kept')}</span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ field, words: [one, two] }) => (
            <tr key={field} className={one === two ? '' : 'differs'}>
              <th scope="row">
                {t(`customerField.${field}`)}
                {one !== two && <div className="bad small">{t('duplicates.differs')}</div>}
              </th>
              <td>{one}</td>
              <td>{two}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('customers.completeness')}</th>
            {sides.map(({ customerId, completeness }) => (
              <td key={customerId}>{completeness}%</td>
            ))}
          </tr>
        </tbody>
      </table>
    </Scroll>
  )
}

function Decide({
  pair: { customerId, otherId, customer, other },
  decision,
  onClose,
}: {
  pair: Pair
  decision: Decision
  onClose: () => void
}) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const kept = [customer, other].find(
    (side) => decision.name === 'merged' && side.customerId === decision.keptId,
  )
  const away = kept === customer ? other : customer
  const title = kept
    ? t('duplicates.keep', { account: kept.accountNo })
    : t(`duplicates.${decision.name}`)
  return (
    <FormModal
      title={title}
      submit={title}
      onCancel={onClose}
      send={({ reason }: { reason: string }, commandId) =>
        decision.name === 'undo'
          ? call(undoDuplicateRoute, { customerId, otherId, reason }, commandId)
          : call(
              decideDuplicateRoute,
              {
                ...{ customerId, otherId, reason, decision: decision.name },
                ...(decision.name === 'merged' ? { keptId: decision.keptId } : {}),
              },
              commandId,
            )
      }
      onDone={() => {
        message.success(t('duplicates.decided'))
        for (const key of ['duplicates', 'customers', 'customer']) {
          queries.invalidateQueries({ queryKey: [key] })
        }
        onClose()
      }}
    >
      <p>
        {kept
          ? t('duplicates.mergeNote', { kept: kept.accountNo, away: away.accountNo })
          : t(`duplicates.${decision.name}Note`)}
      </p>
      <Form.Item name="reason" label={t('customerAssign.reason')} rules={[{ required: true }]}>
        <Input maxLength={200} />
      </Form.Item>
    </FormModal>
  )
}
