import { REQUEST_ACTION_TABLE, type RequestAction } from '@nuandeng/domain'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Actions } from '../../shell/Actions.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import type { RequestFile } from './RequestScreen.tsx'
import { DIALOGUES } from './request-dialogues.tsx'

/** Steps and corrections stand at what they are about. */
const SHOWN = [
  'assign',
  'transfer',
  'chase',
  'pause',
  'resume',
  'call-back',
  'close',
  'exempt',
  'reclassify',
  'withdraw',
  'reopen',
] as const satisfies RequestAction[]
export type ShownAction = (typeof SHOWN)[number]

/** What can be done with the request now, by the one table of actions and states. */
export function RequestActions({ file }: { file: RequestFile }) {
  const { t, i18n } = useTranslation()
  const refusalOf = useRefusal()
  const [open, setOpen] = useState<ShownAction>()
  const reasonOf = (action: ShownAction) => {
    const refusal = file.actions.find((candidate) => candidate.action === action)?.refusal
    const needs = refusalOf(REQUEST_ACTION_TABLE[action].permission, file.unit.path)
    if (needs || !refusal) return needs
    return i18n.exists(`problem.${refusal}`) ? t(`problem.${refusal}`) : refusal
  }
  const Dialogue = open && DIALOGUES[open]
  // Of two that exclude one another only the one that is possible is offered.
  const offered = SHOWN.filter((action) => action !== (file.isPaused ? 'pause' : 'resume'))
  return (
    <>
      <Actions
        actions={offered.map((action) => ({
          label: t(`requestAction.${action}`),
          reason: reasonOf(action),
          onClick: () => setOpen(action),
          isPrimary: action === 'assign' && file.owner === null,
          isDanger: action === 'withdraw',
        }))}
      />
      {Dialogue && <Dialogue file={file} onClose={() => setOpen(undefined)} />}
    </>
  )
}
