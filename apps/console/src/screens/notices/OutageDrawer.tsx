import { type OutageAction, outageCan } from '@nuandeng/domain'
import { Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Actions } from '../../shell/Actions.tsx'
import { formatMoment } from '../../shell/format.ts'
import { useRefusal } from '../../shell/refusal.ts'
import { useTitles } from '../requests/words.ts'
import { NoticeClock, NoticeFloor, NoticeLine, NoticeVerdict } from './NoticeClock.tsx'
import type { Outage } from './OutagesScreen.tsx'
import { OutageForm } from './outage-forms.tsx'

const ACTIONS = ['publish', 'move', 'begin', 'extend', 'end', 'cancel'] as const

/** One outage, its notice drawn, and what can be done with it now. */
export function OutageDrawer({
  outage,
  onClose,
}: {
  outage: Outage | undefined
  onClose: () => void
}) {
  return (
    <Drawer
      open={outage !== undefined}
      onClose={onClose}
      title={outage?.area}
      size={560}
      destroyOnHidden
    >
      {outage && <Detail key={outage.outageId} outage={outage} />}
    </Drawer>
  )
}

function Detail({ outage }: { outage: Outage }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<OutageAction>()
  const refusal = useRefusal()('outage.plan', outage.unit.path)
  // What comes later in its life, or is over, is not offered: the first notice is the one that counts.
  const offered = ACTIONS.filter(
    (action) =>
      outageCan(action, outage.state) && !(action === 'publish' && outage.publishedAt !== null),
  )
  return (
    <>
      <NoticeLine outage={outage} />
      <Facts outage={outage} />
      {offered.length > 0 && (
        <Actions
          actions={offered.map((action) => ({
            label: t(`outageAction.${action}`),
            reason: refusal,
            onClick: () => setOpen(action),
            isPrimary: action === 'publish',
            isDanger: action === 'cancel',
          }))}
        />
      )}
      {open && <OutageForm outage={outage} action={open} onClose={() => setOpen(undefined)} />}
    </>
  )
}

function Facts({ outage }: { outage: Outage }) {
  const { t } = useTranslation()
  const { nameOf } = useTitles()
  const { proof, begunAt, endedAt, announcedEndsAt } = outage
  const times = `${formatMoment(outage.beginsAt)} – ${formatMoment(outage.endsAt)}`
  const pairs = {
    state: t(`outageState.${outage.state}`),
    kind: t(`outageKind.${outage.kind}`),
    line: outage.line,
    reason: outage.reason,
    unit: outage.unit.name,
    times: announcedEndsAt
      ? `${times} · ${t('outages.extended', { time: formatMoment(announcedEndsAt) })}`
      : times,
    notice: <NoticeClock outage={outage} />,
    verdict: outage.verdict && <NoticeVerdict outage={outage} />,
    floor: outage.floor && <NoticeFloor floor={outage.floor} />,
    proof:
      proof &&
      t('outages.proofOf', {
        channel: t(`outageChannel.${proof.channel}`),
        reference: proof.reference,
      }),
    begun: begunAt && formatMoment(begunAt),
    ended: endedAt && formatMoment(endedAt),
    edition: outage.editionTitle && nameOf(outage.editionTitle),
  }
  return (
    <dl className="pairs gap">
      {Object.entries(pairs).map(([name, value]) =>
        value ? (
          <div key={name} className="of-pairs">
            <dt>{t(`outages.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  )
}
