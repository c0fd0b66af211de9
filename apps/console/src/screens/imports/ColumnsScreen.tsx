import {
  getImportRunRoute,
  listImportProfilesRoute,
  type ReplyOf,
  readImportFileRoute,
} from '@nuandeng/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Select, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatNumber } from '../../shell/format.ts'
import { ChooseColumns } from './ChooseColumns.tsx'
import type { ReadList } from './column-map.ts'
import './imports.css'
import type { ColumnsSearch } from './routes.tsx'
import { Steps } from './Steps.tsx'
import { useImportWords, useTargets } from './words.ts'

export type Profile = ReplyOf<typeof listImportProfilesRoute>['items'][number]

const here = getRouteApi('/shell/imports/files/$fileId')

/** The second step of an import: which column of the list holds what. */
export function ColumnsScreen() {
  const { t } = useTranslation()
  const { fileId } = here.useParams()
  const { sheet, headerRow, runId } = here.useSearch()
  const targets = useTargets()
  const read = useQuery({
    queryKey: ['imports', 'file', fileId, sheet, headerRow],
    queryFn: () => call(readImportFileRoute, { fileId, sheet, headerRow }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  })
  const before = useQuery({
    queryKey: ['imports', 'run', runId],
    queryFn: () => call(getImportRunRoute, { runId: runId ?? '' }),
    enabled: runId !== undefined,
  })
  const { data: list } = read
  const profiles = useQuery({
    queryKey: ['imports', 'profiles', list?.file.target, list?.fingerprint],
    queryFn: () =>
      call(listImportProfilesRoute, {
        target: list?.file.target ?? '',
        fingerprint: list?.fingerprint,
      }),
    enabled: list !== undefined,
  })
  const target = targets.data?.items.find((item) => item.target === list?.file.target)
  const error = read.error ?? profiles.error ?? targets.error
  const isWhole = list && target && profiles.data && (runId === undefined || !before.isPending)
  return (
    <>
      <h1>{t('columns.title')}</h1>
      <Steps now="stepColumns" />
      {error && <Failure error={error} />}
      {error && <SendAgain />}
      {!isWhole && !error && <Spin aria-label={t('app.loading')} />}
      {isWhole && (
        <>
          <ListHead list={list} />
          <ChooseColumns
            key={`${list.sheet} ${list.headerRow}`}
            list={list}
            target={target}
            profiles={profiles.data.items}
            before={before.data?.choices ?? undefined}
          />
        </>
      )}
    </>
  )
}

function SendAgain() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return <Button onClick={() => navigate({ to: '/imports/new' })}>{t('imports.create')}</Button>
}

const HEADER_TEXT = 60

/** The list and how it is read: its sheet and the row of its header. */
function ListHead({ list }: { list: ReadList }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = here.useSearch()
  const { targetName } = useImportWords()
  const { file, sheets, sheet, headerRow, first, encoding } = list
  const go = (change: ColumnsSearch) =>
    navigate({
      to: '/imports/files/$fileId',
      params: { fileId: file.fileId },
      search: { ...search, ...change },
    })
  const rows = first.map(({ row, cells }) => ({
    value: row,
    label: t('columns.headerOption', {
      row,
      text: cells.filter(Boolean).join(' · ').slice(0, HEADER_TEXT),
    }),
  }))
  if (!rows.some(({ value }) => value === headerRow)) {
    const text = list.headings.filter(Boolean).join(' · ').slice(0, HEADER_TEXT)
    rows.push({ value: headerRow, label: t('columns.headerOption', { row: headerRow, text }) })
  }
  return (
    <section className="card import-head" aria-label={file.fileName}>
      <h2 style={{ overflowWrap: 'anywhere' }}>{file.fileName}</h2>
      <p className="soft">
        {targetName(file.target)} · {file.unit.name} · {t('columns.size')}{' '}
        {formatNumber(Math.ceil(file.bytes / 1024))} KB
        {encoding && ` · ${t('columns.encoding')} ${encoding.toUpperCase()}`}
      </p>
      <div className="filters">
        {sheets.length > 1 && (
          <div className="field">
            <label htmlFor="import-sheet">{t('columns.sheet')}</label>
            <Select
              id="import-sheet"
              value={sheet}
              options={sheets.map((value) => ({ value, label: value }))}
              onChange={(next) => go({ sheet: next ?? undefined, headerRow: undefined })}
            />
          </div>
        )}
        <div className="field">
          <label htmlFor="import-header">{t('columns.headerRow')}</label>
          <Select
            id="import-header"
            value={headerRow}
            options={rows}
            onChange={(next) => go({ headerRow: next })}
          />
        </div>
      </div>
    </section>
  )
}
