import { listEditionsRoute, type ReplyOf } from '@nuandeng/contract'
import { type AlignedRule, alignEditions, isSamePeriod } from '@nuandeng/domain'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Checkbox, Select, Spin, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatDay } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import './requests.css'
import { useTitles } from './words.ts'

type Edition = ReplyOf<typeof listEditionsRoute>['editions'][number]
type Rule = Edition['rules'][number]

/** Two editions side by side (承诺版本对照): what changed, and where each row is found. */
export function EditionsScreen() {
  const { t } = useTranslation()
  const search = getRouteApi('/shell/editions').useSearch()
  const navigate = useNavigate()
  const { nameOf } = useTitles()
  const { data, error } = useQuery({
    queryKey: ['editions'],
    queryFn: () => call(listEditionsRoute, {}),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (error) return <Failure error={error} />
  if (!data) return <Spin aria-label={t('app.loading')} />
  const named = (name: string | undefined, index: number) =>
    data.editions.find(({ edition }) => edition === name) ?? data.editions.at(index)
  const [left, right] = [named(search.left, -2), named(search.right, -1)]
  if (!left || !right) return <p className="card soft">{t('app.none')}</p>
  const go = (change: typeof search) =>
    navigate({ to: '/editions', search: { ...search, ...change } })
  const rows = alignEditions(left.rules, right.rules)
  const shown = rows.filter(({ differs }) => differs || !search.onlyDifferent)
  const different = rows.filter(({ differs }) => differs).length
  return (
    <>
      <h1>{t('editions.title')}</h1>
      <search className="card filters">
        {[['left', left] as const, ['right', right] as const].map(([side, chosen]) => (
          <div className="field" key={side}>
            <label htmlFor={`edition-${side}`}>{t(`editions.${side}`)}</label>
            <Select
              id={`edition-${side}`}
              value={chosen.edition}
              options={data.editions.map((edition) => ({
                value: edition.edition,
                label: nameOf(edition),
              }))}
              onChange={(edition) => go({ [side]: edition })}
            />
          </div>
        ))}
        <Checkbox
          checked={search.onlyDifferent ?? false}
          onChange={({ target }) => go({ onlyDifferent: target.checked || undefined })}
        >
          {t('editions.onlyDifferent')}
        </Checkbox>
      </search>
      <p className="soft">{t('editions.count', { all: rows.length, different })}</p>
      <Comparison left={left} right={right} rows={shown} />
    </>
  )
}

function Comparison({
  left,
  right,
  rows,
}: {
  left: Edition
  right: Edition
  rows: readonly AlignedRule<Rule>[]
}) {
  const { t } = useTranslation()
  const { titleOf } = useTitles()
  return (
    <Scroll label={t('editions.title')} className="card">
      <table className="plain editions">
        <thead>
          <tr>
            <th scope="col">{t('editions.promise')}</th>
            <EditionHead edition={left} />
            <EditionHead edition={right} />
          </tr>
        </thead>
        <tbody>
          {rows.map(({ left: ours, right: theirs, differs }) => {
            const rule = ours ?? theirs
            if (!rule) return null
            return (
              <tr key={`${ours?.row} ${theirs?.row}`}>
                <th scope="row" className="wrap">
                  {titleOf(rule)}
                  <div className="small soft">{t(`ruleKind.${rule.kind}`)}</div>
                  {differs && <Tag className="flag">{t('editions.different')}</Tag>}
                </th>
                <RuleCell rule={ours} other={theirs} />
                <RuleCell rule={theirs} other={ours} />
              </tr>
            )
          })}
        </tbody>
      </table>
    </Scroll>
  )
}

function EditionHead({ edition }: { edition: Edition }) {
  const { t } = useTranslation()
  const { nameOf, inLanguage } = useTitles()
  return (
    <th scope="col" className="wrap">
      {nameOf(edition)}
      <div className="small soft">
        {t('editions.validFrom', { day: formatDay(edition.validFrom) })} ·{' '}
        {t('editions.issuer', { name: inLanguage(edition.issuer, edition.issuerEn) })}
      </div>
      <div className="small soft">{inLanguage(edition.note, edition.noteEn)}</div>
    </th>
  )
}

/** A row of one edition as what it is; what the other one has otherwise is marked. */
function RuleCell({ rule, other }: { rule: Rule | undefined; other: Rule | undefined }) {
  const { t } = useTranslation()
  const { limitTitle, sourceTitle } = useTitles()
  if (!rule) return <td className="soft">{t('editions.missing')}</td>
  const { limit, unit, statistic, atLeast } = rule
  const isOther = (field: 'statistic' | 'atLeast') =>
    other !== undefined && other[field] !== rule[field]
  const mark = (text: string, isMarked: boolean) => (isMarked ? <mark>{text}</mark> : text)
  return (
    <td>
      {limit !== undefined && unit && (
        <div>
          {rule.kind === 'reverse-clock' && `${t('editions.advance')} `}
          {statistic && rule.kind === 'clock' && (
            <>{mark(t(`statistic.${statistic}`), isOther('statistic'))} </>
          )}
          {mark(limitTitle({ limit, unit }), other !== undefined && !isSamePeriod(rule, other))}
        </div>
      )}
      {rule.kind === 'indicator' && (
        <div>
          {mark(
            atLeast === undefined ? t('editions.noTarget') : `≥ ${atLeast} %`,
            isOther('atLeast'),
          )}
        </div>
      )}
      <div className="small soft">
        {t('editions.source', { source: sourceTitle(rule.source) })} · {rule.row}
      </div>
    </td>
  )
}
