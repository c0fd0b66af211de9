import type { ArrearsAction } from '@nuandeng/domain'
import { Drawer } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Actions } from '../../shell/Actions.tsx'
import { formatDay, formatMoment } from '../../shell/format.ts'
import { useRefusal } from '../../shell/refusal.ts'
import { ArrearsMarks, Owed } from './ArrearsFacts.tsx'
import { ArrearsNext } from './ArrearsNext.tsx'
import type { ArrearsCase } from './ArrearsScreen.tsx'
import { ArrearsForm } from './arrears-forms.tsx'

/** One procedure: its steps with their proofs, and what can be done now. */
export function ArrearsDrawer({
  found,
  onClose,
}: {
  found: ArrearsCase | undefined
  onClose: () => void
}) {
  const { t } = useTranslation()
  return (
    <Drawer
      open={found !== undefined}
      onClose={onClose}
      title={found && t('arrears.of', { accountNo: found.accountNo })}
      size={560}
      destroyOnHidden
    >
      {found && <Detail key={found.caseId} found={found} />}
    </Drawer>
  )
}

function Detail({ found }: { found: ArrearsCase }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<ArrearsAction>()
  const refusalOf = useRefusal()
  const isOver = found.state === 'settled' || found.state === 'aborted'
  const reasonOf = ({ action, refusal }: ArrearsCase['actions'][number]) =>
    refusalOf(action === 'approve' ? 'arrears.approve' : 'arrears.work', found.unit.path) ??
    (refusal ? t(`problem.${refusal}`) : undefined)
  // Those whose state is over, or not yet come, are not in the way of the others.
  const offered = found.actions.filter(({ refusal }) => refusal !== 'arrears-state')
  return (
    <>
      <ArrearsMarks found={found} />
      <dl className="pairs gap">
        <dt>{t('arrears.owed')}</dt>
        <dd>
          <Owed found={found} />
        </dd>
        <dt>{t('arrears.overdueSince')}</dt>
        <dd>{formatDay(found.overdueSince)}</dd>
        <dt>{t('arrears.unit')}</dt>
        <dd>{found.unit.name}</dd>
        <dt>{t('arrears.state')}</dt>
        <dd>{t(`arrearsState.${found.state}`)}</dd>
        <dt>{t('arrears.next')}</dt>
        <dd>
          <ArrearsNext found={found} />
        </dd>
      </dl>
      <h2>{t('arrears.steps')}</h2>
      <Steps found={found} />
      {!isOver && (
        <Actions
          actions={offered.map((offer) => ({
            label: t(`arrearsAction.${offer.action}`),
            reason: reasonOf(offer),
            onClick: () => setOpen(offer.action),
            isPrimary: offer.action !== 'settle' && offer.action !== 'stop',
            isDanger: offer.action === 'stop',
          }))}
        />
      )}
      {found.isImportant && found.state === 'open' && (
        <p className="why">{t('arrears.importantNote')}</p>
      )}
      {open && <ArrearsForm found={found} action={open} onClose={() => setOpen(undefined)} />}
    </>
  )
}

/** The way to a stop in its order; each step with who, when and by what proof. */
function Steps({ found }: { found: ArrearsCase }) {
  const { t } = useTranslation()
  const { urgedAt, approvedAt, notifiedAt, noticeProof, remindedAt, stoppedAt, settledAt } = found
  const last = urgedAt.at(-1)
  const at = (time: string | null) => time && formatMoment(time)
  const steps: [ArrearsAction, ReactNode][] = [
    ['urge', last && t('arrears.urged', { number: urgedAt.length, time: formatMoment(last) })],
    [
      'approve',
      approvedAt &&
        t('arrears.by', { time: formatMoment(approvedAt), name: found.approvedBy ?? '' }),
    ],
    [
      'notify',
      notifiedAt && noticeProof && (
        <>
          {formatMoment(notifiedAt)} ·{' '}
          {t('arrears.proofOf', {
            kind: t(`deliveryProof.${noticeProof.kind}`),
            reference: noticeProof.reference,
          })}
        </>
      ),
    ],
    ['remind', at(remindedAt)],
    ['stop', at(stoppedAt)],
    ['settle', at(settledAt)],
  ]
  return (
    <ol className="stages">
      {steps.map(([step, done]) => (
        <li key={step} className={done ? 'taken' : ''}>
          <strong>{t(`arrearsStep.${step}`)}</strong>
          {done && <div className="small">{done}</div>}
        </li>
      ))}
    </ol>
  )
}
