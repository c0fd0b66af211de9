import { eraseImportFileRoute, type SentOf, startImportRoute } from '@nuandeng/contract'
import { useNavigate } from '@tanstack/react-router'
import { App } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '../../api/command.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { formatList } from '../../shell/format.ts'
import type { Profile } from './ColumnsScreen.tsx'
import { ColumnTable } from './ColumnTable.tsx'
import { assigned, type ColumnMap, fittedTo, type ReadList } from './column-map.ts'
import { Preview } from './Preview.tsx'
import { Profiles } from './Profiles.tsx'
import { ReadingOptions } from './ReadingOptions.tsx'
import { type Target, useImportWords } from './words.ts'

interface ChooseColumnsProps {
  list: ReadList
  target: Target
  profiles: readonly Profile[]
  /** The columns of the trial that one comes back from. */
  before: Chosen | undefined
}

type Options = NonNullable<SentOf<typeof startImportRoute>['options']>

/** Which column holds what, and what a file that is taken in whole does not tell by itself. */
interface Chosen {
  map: ColumnMap
  options?: Options | undefined
}

/** What the columns were filled from: the guess, a trial before, saved columns by their id, or by hand. */
export type Source = 'guessed' | 'ofRun' | 'own' | (string & {})

export function ChooseColumns({ list, target, profiles, before }: ChooseColumnsProps) {
  const { t } = useTranslation()
  const [match] = profiles.filter(({ isMatch }) => isMatch)
  const [chosen, choose] = useState<Chosen & { source: Source }>(() =>
    before
      ? { source: 'ofRun', ...fitted(list, before) }
      : match
        ? { source: match.profileId, ...fitted(list, match) }
        : { source: 'guessed', map: list.guess },
  )
  const { map, source, options = {} } = chosen
  const pick = (next: Source) => {
    const saved = profiles.find(({ profileId }) => profileId === next)
    const wanted = next === 'guessed' ? { map: list.guess } : next === 'ofRun' ? before : saved
    if (wanted) choose({ source: next, ...fitted(list, wanted) })
  }
  const assign = (field: string, heading: string | undefined) =>
    choose({ ...chosen, source: 'own', map: assigned(map, field, heading) })
  const sentOptions = target.isWhole ? options : undefined
  return (
    <>
      <section className="card">
        <Profiles
          {...{ list, profiles, map, source }}
          options={sentOptions}
          isBefore={before !== undefined}
          onPick={pick}
        />
        <ColumnTable {...{ list, map }} columns={target.columns} onAssign={assign} />
        <LeftOut list={list} map={map} isWhole={target.isWhole} />
        {target.isWhole && (
          <ReadingOptions
            options={options}
            onChange={(next) => choose({ ...chosen, source: 'own', options: next })}
          />
        )}
      </section>
      <Go {...{ list, target, map }} options={sentOptions} />
      <Preview list={list} map={map} columns={target.columns} />
      <p className="soft small">{t('imports.keptNote')}</p>
    </>
  )
}

/** What of saved columns, or of a trial, this file can be read by. */
function fitted(list: ReadList, { map, options }: { map: ColumnMap; options?: Options | null }) {
  return { map: fittedTo(list.headings, map), ...(options ? { options } : {}) }
}

interface LeftOutProps {
  list: ReadList
  map: ColumnMap
  isWhole: boolean
}

function LeftOut({ list, map, isWhole }: LeftOutProps) {
  const { t } = useTranslation()
  const used = new Set(Object.values(map))
  const headings = list.headings.filter((heading) => heading !== '' && !used.has(heading))
  if (headings.length === 0) return null
  const key = isWhole ? 'columns.across' : 'columns.unused'
  return <p className="soft">{t(key, { headings: headings.join('、') })}</p>
}

interface GoProps {
  list: ReadList
  target: Target
  map: ColumnMap
  options: Options | undefined
}

/** On to the trial, or the list is erased. */
function Go({ list, target, map, options }: GoProps) {
  const { t } = useTranslation()
  const { modal, message } = App.useApp()
  const navigate = useNavigate()
  const { columnName } = useImportWords()
  const [runId] = useState(() => crypto.randomUUID())
  const { fileId } = list.file
  const start = useCommand(startImportRoute, {
    stale: [['imports', 'runs']],
    onDone: (reply) => navigate({ to: '/imports/runs/$runId', params: { runId: reply.runId } }),
  })
  const erase = useCommand(eraseImportFileRoute, {
    stale: [['imports', 'runs']],
    onDone: () => {
      message.success(t('columns.erased'))
      navigate({ to: '/imports' })
    },
  })
  const missing = target.columns.filter(({ field, isRequired }) => isRequired && !map[field])
  const { sheet, headerRow } = list
  const choices = { sheet, headerRow, map: { ...map }, ...(options ? { options } : {}) }
  const isNothingNamed = target.isWhole && Object.keys(map).length === 0
  const error = start.error ?? erase.error
  return (
    <>
      <Actions
        actions={[
          {
            label: t('columns.try'),
            reason: isNothingNamed
              ? t('columns.noneNamed')
              : missing.length > 0
                ? t('columns.missing', { titles: formatList(missing.map(columnName)) })
                : undefined,
            onClick: () => start.mutate({ runId, fileId, isDryRun: true, ...choices }),
            isPrimary: true,
          },
          {
            label: t('columns.erase'),
            reason: undefined,
            onClick: () =>
              modal.confirm({
                title: t('columns.eraseConfirm'),
                okText: t('columns.erase'),
                okButtonProps: { danger: true },
                onOk: () => erase.mutateAsync({ fileId }).catch(() => undefined),
              }),
            isDanger: true,
          },
        ]}
      />
      {error && <Failure error={error} />}
    </>
  )
}
