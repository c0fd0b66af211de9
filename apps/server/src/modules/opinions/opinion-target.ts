import { createHmac, createSecretKey, hash } from 'node:crypto'
import { maskName, maskPhone } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import {
  code,
  type FileRow,
  type ImportTarget,
  instant,
  optional,
  required,
  type ValuesOf,
  type Verdict,
  words,
} from '../imports/index.ts'
import { listUnitsBelow, type UnitRow } from '../organisation/index.ts'
import {
  type ListName,
  listStoredOpinions,
  type NewOpinion,
  writeOpinions,
} from './opinions.queries.ts'

const columns = {
  number: optional(
    { title: '编号', synonyms: ['留言编号', '意见编号', '工单编号', '工单号', '序列号', 'id'] },
    code(/^[\p{L}\p{N}:_./-]{1,60}$/u, '不超过 60 位的编号'),
  ),
  accountNo: optional(
    { title: '户号', synonyms: ['客户编号', '用户编号', '用电户号', '用户号', 'CONS_NO'] },
    code(/^[A-Za-z0-9-]{1,32}$/, '不超过 32 位的户号'),
  ),
  source: optional({ title: '来源', synonyms: ['受理渠道', '渠道'] }, words(60)),
  unit: optional(
    { title: '单位', synonyms: ['供电所', '受理单位', '所属单位', '单位编码'] },
    words(100),
  ),
  place: optional({ title: '地点', synonyms: ['地区', '地址', '小区'] }, words(300)),
  topic: optional({ title: '主题', synonyms: ['留言主题', '标题', 'title'] }, words(500)),
  text: required(
    {
      title: '内容',
      synonyms: ['留言详情', '意见内容', '意见及建议', '意见与建议', '详情', '诉求内容', 'body'],
    },
    words(20_000),
  ),
  category: optional(
    { title: '分类', synonyms: ['一级标签', '一级分类', '类别', '意见分类', 'power_topic'] },
    words(100),
  ),
  saidAt: optional(
    { title: '时间', synonyms: ['留言时间', '提出时间', '受理时间', '日期', 'submitted_at'] },
    instant(),
  ),
  person: optional(
    { title: '姓名', synonyms: ['留言用户', '联系人', '客户姓名', '客户名称', '反映人', 'user'] },
    words(100),
  ),
  phone: optional(
    { title: '电话', synonyms: ['联系电话', '手机', '手机号', '手机号码'] },
    code(/^\+?\d[\d-]{4,19}$/, '电话号码'),
  ),
}

type Values = ValuesOf<typeof columns>

interface State {
  unit: UnitRow
  byName: Map<string, UnitRow | 'several'>
}

const DEFAULT_SOURCE = '导入'

/** Opinions (意见与建议) from a list; the personal parts are sealed. */
export const opinionTarget: ImportTarget<typeof columns, State, Unsealed> = {
  name: 'opinions',
  title: '意见与建议',
  permission: 'opinion.import',
  columns,
  keyOf: (values) =>
    JSON.stringify([values.unit, sourceOf(values), values.number ?? wordsOf(values)]),
  async begin(ctx, unit) {
    const byName: State['byName'] = new Map()
    for (const below of await listUnitsBelow(ctx.db, unit.path)) {
      for (const name of new Set([below.code, below.name])) {
        byName.set(name, byName.has(name) ? 'several' : below)
      }
    }
    return { unit, byName }
  },
  async judge(ctx, state, rows) {
    const seal = sealer(ctx)
    const drafts = rows.map((row) => placed(state, row, seal))
    const names = drafts.flatMap((draft) => ('draft' in draft ? [listNameOf(draft.draft)] : []))
    const known = await listStoredOpinions(ctx.db, names)
    const stored = new Map(known.map((row) => [nameOf(row), row]))
    return drafts.map((item): Verdict<Unsealed> => {
      if ('verdict' in item) return item.verdict
      const before = stored.get(nameOf(item.draft))
      if (before?.digest === item.draft.digest) return { result: 'unchanged' }
      return before
        ? { result: 'changed', write: () => item.sealed(before.opinionId) }
        : { result: 'created', write: () => item.sealed(newId()) }
    })
  },
  write: (ctx, _state, opinions) =>
    writeOpinions(
      ctx.db,
      opinions.map((sealed) => sealed()),
      ctx.now,
    ),
}

function listNameOf({ cityCode, source, number, variant }: ListName): ListName {
  return { cityCode, source, number, variant }
}

function nameOf(opinion: ListName): string {
  return JSON.stringify(listNameOf(opinion))
}

function sourceOf(values: Values): string {
  return values.source ?? DEFAULT_SOURCE
}

function wordsOf({ topic, text, saidAt, person, phone }: Values) {
  return [topic, text, saidAt, person, phone]
}

function sealer({ vault }: Context) {
  const key = createSecretKey(vault.derive('opinion-digest'))
  return {
    digest: (parts: unknown) =>
      createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex'),
    seal: (contact: object, opinionId: string) =>
      vault.seal(JSON.stringify(contact), `opinion:${opinionId}`),
  }
}

/** Without a source a number names nothing outside of its list: there, what was said tells opinions apart. */
function variantOf({ source, number, topic, text, saidAt }: Values): string {
  if (source !== null || number === null) return ''
  // Not keyed: what it is made of stands beside it.
  return hash('sha256', JSON.stringify([topic, text, saidAt])).slice(0, 24)
}

/** Sealing costs the most, and a dry run needs none of it. */
type Unsealed = () => NewOpinion
type Draft = Omit<NewOpinion, 'opinionId' | 'contactSealed'>
type Placed =
  | { verdict: Verdict<Unsealed> }
  | { draft: Draft; sealed(opinionId: string): NewOpinion }

/** A row at its unit, not sealed before it is known that it has to be written. */
function placed(
  { unit: runUnit, byName }: State,
  { values }: FileRow<Values>,
  { digest, seal }: ReturnType<typeof sealer>,
): Placed {
  const unit = values.unit === null ? runUnit : byName.get(values.unit)
  if (!unit || unit === 'several') {
    const fault = unit
      ? { code: 'several-units', message: '有几个单位同名，请填单位编码' }
      : { code: 'unknown-unit', message: '导入单位之下没有这个单位' }
    return { verdict: { result: 'refused', faults: [{ field: 'unit', ...fault }] } }
  }
  const { accountNo, place, topic, text, category, saidAt, person, phone } = values
  const { cityCode, unitId, path: unitPath } = unit
  // Without an account number as it was before there was one: such a list still changes nothing.
  const account = accountNo === null ? [] : [accountNo]
  const hash = digest([unitPath, place, topic, text, category, saidAt, person, phone, ...account])
  const draft: Draft = {
    ...{
      cityCode,
      unitId,
      unitPath,
      accountNo,
      place,
      topic,
      text,
      category,
      saidAt,
      digest: hash,
    },
    source: sourceOf(values),
    number: values.number ?? `#${digest(wordsOf(values)).slice(0, 24)}`,
    variant: variantOf(values),
    contactMasked:
      person || phone
        ? { name: person && maskName(person), phone: phone && maskPhone(phone) }
        : null,
  }
  const sealed = (opinionId: string): NewOpinion => ({
    ...draft,
    opinionId,
    contactSealed: draft.contactMasked && seal({ name: person, phone }, opinionId),
  })
  return { draft, sealed }
}
