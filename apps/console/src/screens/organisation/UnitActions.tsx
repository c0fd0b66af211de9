import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Action, Actions } from '../../shell/Actions.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import type { Unit } from './UnitScreen.tsx'
import { AddUnit, CloseUnit, MergeUnit, RenameUnit } from './unit-changes.tsx'

const CHANGES = {
  add: 'unit.create',
  rename: 'unit.rename',
  merge: 'unit.merge',
  close: 'unit.close',
} as const
type Change = keyof typeof CHANGES

/** What a system administrator may change of a unit: add below, rename, merge away, close. */
export function UnitActions({ unit }: { unit: Unit }) {
  const { t } = useTranslation()
  const refusalOf = useRefusal()
  const [open, setOpen] = useState<Change>()
  const close = () => setOpen(undefined)
  const isRoot = unit.parentId === null
  const stands = (change: Change) => {
    if (unit.validTo) return t('problem.unit-closed')
    if (isRoot && (change === 'merge' || change === 'close')) return t('problem.unit-is-root')
    if (change === 'add' && unit.kind === 'team') return t('units.teamIsLast')
    return undefined
  }
  const actions: Action[] = (Object.keys(CHANGES) as Change[]).map((change) => ({
    label: t(`units.${change}`),
    reason: refusalOf(CHANGES[change], unit.path) ?? stands(change),
    onClick: () => setOpen(change),
    isDanger: change === 'close',
  }))
  return (
    <>
      <Actions actions={actions} />
      {open === 'add' && <AddUnit unit={unit} onClose={close} />}
      {open === 'rename' && <RenameUnit unit={unit} onClose={close} />}
      {open === 'merge' && <MergeUnit unit={unit} onClose={close} />}
      {open === 'close' && <CloseUnit unit={unit} onClose={close} />}
    </>
  )
}
