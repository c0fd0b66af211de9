import {
  kindOfDivision,
  mayStandUnder,
  type PlainDate,
  shanghaiDate,
  type UnitKind,
} from '@nuandeng/domain'
import { newId } from '../../platform/ids.ts'
import {
  addUnits,
  listUnitsBelow,
  type NewUnit,
  nameUnits,
  type UnitRow,
} from '../organisation/index.ts'
import { code, date, oneOf, optional, required, words } from './columns.ts'
import type { FileRow, ImportTarget, ValuesOf, Verdict } from './target.ts'

const unitCode = code(/^[A-Za-z0-9]{1,24}$/, '不超过 24 位的字母和数字')
const cityCode = code(/^\d{6}$/, '六位区划代码')

const columns = {
  code: required(
    {
      title: '单位编码',
      synonyms: ['编码', '代码', '区划代码', '行政区划代码', 'adcode', 'code9', 'code12'],
    },
    unitCode,
  ),
  name: required({ title: '单位名称', synonyms: ['名称', '单位'] }, words(100)),
  parent: optional(
    {
      title: '上级编码',
      synonyms: ['上级', '上级单位编码', 'county_adcode', 'town_code9', 'parent_code'],
    },
    unitCode,
  ),
  kind: optional(
    { title: '层级', synonyms: ['单位层级', '级别', 'level'] },
    oneOf<Exclude<UnitKind, 'province'>>({
      city: ['市公司', '市'],
      county: ['县级供电企业', '县公司', '县', '区'],
      station: ['供电所', '所', '乡镇'],
      team: ['班组', '服务队', '台区', '村'],
    }),
  ),
  cityCode: optional({ title: '地市代码', synonyms: ['city_adcode'] }, cityCode),
  cityName: optional({ title: '地市', synonyms: ['地市名称', 'city'] }, words(100)),
  validFrom: optional({ title: '启用日期', synonyms: ['生效日期', 'valid_from'] }, date()),
}

type Values = ValuesOf<typeof columns>

interface State {
  top: UnitRow
  /** The units that stood before the run, by code. */
  stored: Map<string, UnitRow>
  /** Those that the run makes, each with the code of the row that makes it: a chunk may be tried again. */
  planned: Map<string, { unit: NewUnit; by: string }>
}

type Write = { units: NewUnit[] } | { unit: UnitRow; name: string; validFrom: PlainDate }

/** The tree of units (组织): own lists (编码, 名称, 上级, 层级) and lists of administrative divisions. */
export const organisationTarget: ImportTarget<typeof columns, State, Write> = {
  name: 'organisation',
  title: '组织',
  permission: 'unit.create',
  columns,
  keyOf: ({ code }) => code,
  async begin(ctx, top) {
    const units = await listUnitsBelow(ctx.db, top.path)
    return { top, stored: new Map(units.map((unit) => [unit.code, unit])), planned: new Map() }
  },
  async judge(ctx, state, rows) {
    const today = shanghaiDate(ctx.now)
    return rows.map((row) => judgeRow(state, row, today))
  },
  async write(ctx, _state, writes) {
    await addUnits(
      ctx,
      writes.flatMap((write) => ('units' in write ? write.units : [])),
    )
    await nameUnits(
      ctx,
      writes.flatMap((write) => ('unit' in write ? [write] : [])),
    )
  },
}

function refused(field: keyof Values, faultCode: string, message: string): Verdict<Write> {
  return { result: 'refused', faults: [{ field, code: faultCode, message }] }
}

function judgeRow(state: State, { values }: FileRow<Values>, today: PlainDate): Verdict<Write> {
  const kind = values.kind ?? kindOfDivision(values.code)
  const known = state.stored.get(values.code)
  if (known) return judgeKnown(known, { values, kind, today })
  const planned = state.planned.get(values.code)
  if (planned && planned.by !== values.code) return { result: 'unchanged' }
  if (!kind || kind === 'province') {
    return refused('kind', 'unknown-kind', '缺少层级，编码也不是市、县、乡镇、村的区划代码')
  }
  const implied =
    kind === 'county' && !values.parent ? impliedCity(state, values, today) : undefined
  const parentCode = values.parent ?? (kind === 'city' ? state.top.code : undefined)
  const parent = implied?.parent ?? (parentCode ? unitOf(state, parentCode) : undefined)
  if (!parent) {
    return refused('parent', 'unknown-parent', `没有上级单位 ${parentCode ?? ''}，请先导入上级`)
  }
  if (!mayStandUnder(kind, parent.kind)) {
    return refused('parent', 'wrong-level', `${kind} 不能在 ${parent.kind} 之下`)
  }
  const unit = unitUnder(parent, { ...values, kind, validFrom: values.validFrom ?? today })
  if (!/^\d{6}$/.test(unit.cityCode))
    return refused('cityCode', 'required', '市公司要有六位地市代码')
  state.planned.set(unit.code, { unit, by: unit.code })
  return { result: 'created', write: { units: [...(implied?.made ?? []), unit] } }
}

function judgeKnown(
  known: UnitRow,
  { values, kind, today }: { values: Values; kind: UnitKind | undefined; today: PlainDate },
): Verdict<Write> {
  if (values.kind && kind !== known.kind) {
    return refused('kind', 'kind-changed', `已有单位是 ${known.kind}，层级不能改`)
  }
  if (values.parent && !known.path.endsWith(`${values.parent}.${known.code}`)) {
    return refused('parent', 'parent-changed', '已有单位的上级不能改，请用并入')
  }
  if (values.name === known.name) return { result: 'unchanged' }
  const validFrom = values.validFrom ?? today
  if (validFrom > today || validFrom < known.validFrom) {
    return refused('validFrom', 'out-of-range', `应在 ${known.validFrom} 至 ${today} 之间`)
  }
  return { result: 'changed', write: { unit: known, name: values.name, validFrom } }
}

function unitOf(state: State, unitCode: string): NewUnit | undefined {
  return state.stored.get(unitCode) ?? state.planned.get(unitCode)?.unit
}

/** The city of a county's row: the one with this GB/T 2260 code, made where there is none. */
function impliedCity(state: State, { code: own, cityCode, cityName }: Values, today: PlainDate) {
  if (!cityCode) return undefined
  const isIt = (unit: NewUnit) => unit.kind === 'city' && unit.cityCode === cityCode
  const stored = [...state.stored.values()].find(isIt)
  if (stored) return { parent: stored, made: [] }
  const planned = [...state.planned.values()].find(({ unit }) => isIt(unit))
  if (planned) return { parent: planned.unit, made: planned.by === own ? [planned.unit] : [] }
  if (!cityName || state.top.kind !== 'province') return undefined
  // 济源 is a county directly under the province (419001) and counts as a city: one unit of each level.
  const unitCode = cityCode === own ? `${cityCode.slice(0, 4)}00` : cityCode
  const fields = {
    code: unitCode,
    name: cityName,
    cityCode,
    kind: 'city' as const,
    validFrom: today,
  }
  const parent = unitUnder(state.top, fields)
  state.planned.set(unitCode, { unit: parent, by: own })
  return { parent, made: [parent] }
}

function unitUnder(
  parent: NewUnit,
  unit: Pick<NewUnit, 'code' | 'name' | 'kind' | 'validFrom'> & { cityCode: string | null },
): NewUnit {
  const { code, name, kind, validFrom } = unit
  const unitId = newId()
  const ownCityCode = unit.cityCode ?? (/^\d{6}$/.test(code) ? code : '')
  return {
    ...{ unitId, parentId: parent.unitId, kind, code, name, validFrom },
    path: `${parent.path}.${code}`,
    cityCode: kind === 'city' ? ownCityCode : parent.cityCode,
    cityId: kind === 'city' ? unitId : parent.cityId,
    countyId: kind === 'county' ? unitId : parent.countyId,
  }
}
