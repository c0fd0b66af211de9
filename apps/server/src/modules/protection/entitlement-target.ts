import { createHash } from 'node:crypto'
import {
  type EntitlementKind,
  entitlementEnd,
  type PlainDate,
  parseListMonth,
  shanghaiDate,
} from '@nuandeng/domain'
import { type Context, recordAll } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import {
  code,
  type FileRow,
  type ImportTarget,
  oneOf,
  optional,
  required,
  type ValuesOf,
  type Verdict,
  words,
} from '../imports/index.ts'
import type { UnitRow } from '../organisation/index.ts'
import { blindIndex } from './blind-index.ts'
import type { NewFlag } from './care.queries.ts'
import { endList, monthFault } from './end-list.ts'
import { listByIdentity, listStanding, writeEntitlements } from './entitlement.queries.ts'
import { newFlag } from './grant-care.ts'
import { type Match, matchAccounts } from './match-account.ts'
import { type FlagContent, openCare } from './sealed-care.ts'

const KINDS: Record<EntitlementKind, readonly string[]> = {
  'low-income': ['低保', '最低生活保障', '城市低保', '农村低保', '城乡低保', '低保户'],
  destitute: ['特困', '五保', '特困人员', '五保户', '农村五保', '分散供养', '分散供养特困人员'],
}

const columns = {
  month: required<string>(
    { title: '月份', synonyms: ['所属月份', '保障月份', '发放月份', '年月'] },
    (text) => {
      const value = parseListMonth(text)
      return value
        ? { value }
        : { fault: { code: 'not-a-month', message: '应为年月，例：2011-10' } }
    },
  ),
  kind: required(
    { title: '类别', synonyms: ['救助类别', '人员类别', '对象类别', '保障类别', '救助类型'] },
    oneOf(KINDS),
  ),
  name: required(
    { title: '姓名', synonyms: ['户主姓名', '户主', '保障对象', '救助对象'] },
    words(60),
  ),
  accountNo: optional(
    { title: '户号', synonyms: ['用电户号', '客户编号', '用户编号'] },
    code(/^[0-9A-Za-z-]{1,32}$/, '户号'),
  ),
  address: optional({ title: '地址', synonyms: ['家庭住址', '住址', '居住地址'] }, words(300)),
  source: optional({ title: '来源', synonyms: ['民政部门', '报送单位', '发放单位'] }, words(100)),
}

type Values = ValuesOf<typeof columns>
type ListedFlag = NewFlag & { path: string }

/** What is known of the list while it is read. */
export interface ListState {
  unit: UnitRow
  /** The month that stands at the unit, by source. */
  standing: Map<string, string>
  /** The newest month of each source in the file. */
  months: Map<string, string>
  /** Rows of the file, as short digests of what names them; of a million, 100 MB. */
  seen: Set<string>
  unreadable: number
  /** Which row has an account for a kind. */
  taken: Map<string, string>
}

const DEFAULT_SOURCE = '民政部门'
const sourceOf = ({ source }: Values) => source ?? DEFAULT_SOURCE

function keyOf(values: Values): string {
  const { kind, accountNo, name, address } = values
  return JSON.stringify([sourceOf(values), kind, accountNo ?? [name, address], name])
}

/** Names a row without telling it. */
function rowDigest(values: Values): string {
  return createHash('sha256').update(keyOf(values)).digest('base64').slice(0, 12)
}

/** Lists of the civil affairs (民政低保、特困名单): whole, monthly, matched with accounts here. */
export const entitlementTarget: ImportTarget<typeof columns, ListState, ListedFlag> = {
  name: 'entitlements',
  title: '低保、特困名单',
  permission: 'care.write',
  columns,
  keyOf,
  async begin(ctx, unit) {
    const standing = await listStanding(ctx.db, unit.unitId)
    return {
      unit,
      standing: new Map(standing.map(({ source, month }) => [source, month])),
      ...{ months: new Map(), seen: new Set(), unreadable: 0, taken: new Map() },
    }
  },
  see(state, values) {
    if (!values) {
      state.unreadable++
      return
    }
    state.seen.add(rowDigest(values))
    const source = sourceOf(values)
    const newest = state.months.get(source)
    if (!newest || values.month > newest) state.months.set(source, values.month)
  },
  async judge(ctx, state, rows) {
    const matches = await matchAccounts(
      ctx,
      rows.map(({ values }) => values),
    )
    const drafts = rows.map((row, at) => draftOf(ctx, state, row, matches[at] as Match))
    const identities = drafts.flatMap((draft) => ('identity' in draft ? [draft.identity] : []))
    const stored = new Map(
      (await listByIdentity(ctx.db, identities)).map((row) => [row.identity, row]),
    )
    return drafts.map((draft): Verdict<ListedFlag> => {
      if (!('identity' in draft)) return draft
      const before = stored.get(draft.identity)
      const flagId = before?.flagId ?? newId()
      const held = before && openCare(ctx.vault, ['care_flag', flagId], before.sealed)
      if (isTaken(state, draft, held)) {
        const fault = { field: null, code: 'account-listed', message: '该户已由名单中另一行登记' }
        return { result: 'refused', faults: [fault] }
      }
      if (held && isSame(held, draft.content)) return { result: 'unchanged' }
      const write = {
        ...newFlag(ctx, draft.account, { ...draft, flagId }),
        path: draft.account.path,
      }
      return { result: before ? 'changed' : 'created', write }
    })
  },
  async write(ctx, _state, flags) {
    await writeEntitlements(ctx.db, flags, ctx.now)
    const index = blindIndex(ctx.vault)
    await recordAll(
      ctx,
      flags.map(({ flagId, customerId, cityCode, path }) => ({
        kind: 'care.listed',
        subject: { id: index.pseudonym(customerId), path, cityCode },
        details: { flagId },
      })),
    )
  },
  finish: endList,
}

interface Draft {
  account: Extract<Match, { account: unknown }>['account']
  identity: string
  content: FlagContent
  expiresOn: PlainDate
}

function draftOf(
  ctx: Context,
  state: ListState,
  { values }: FileRow<Values>,
  match: Match,
): Draft | Extract<Verdict<ListedFlag>, { result: 'refused' }> {
  const fault = monthFault(ctx.now, state, { source: sourceOf(values), month: values.month })
  if (fault) return { result: 'refused', faults: [{ field: 'month', ...fault }] }
  if (!('account' in match)) return { result: 'refused', faults: [match] }
  const { kind, month, name } = values
  const { account, holderDiffers } = match
  const source = sourceOf(values)
  const basis = 'entitlement-list' as const
  const { customerId } = account
  return {
    account,
    identity: blindIndex(ctx.vault).identity({ customerId, kind, basis, source }).toString('hex'),
    expiresOn: entitlementEnd(month),
    content: {
      ...{ kind, basis, source, month, holderDiffers, consent: null },
      note: holderDiffers ? `名单姓名：${name}` : null,
      ...{ listKey: rowDigest(values), recordedBy: ctx.actor.name },
      recordedOn: shanghaiDate(ctx.now),
    },
  }
}

/** Whether another row of this file stands for the account already. */
function isTaken({ seen, taken }: ListState, draft: Draft, held: FlagContent | undefined): boolean {
  const { identity, content } = draft
  const by = taken.get(identity)
  const isOthers = held?.listKey && held.listKey !== content.listKey && seen.has(held.listKey)
  if ((by && by !== content.listKey) || (isOthers && held.month === content.month)) return true
  taken.set(identity, content.listKey ?? '')
  return false
}

function isSame(held: FlagContent, content: FlagContent): boolean {
  return (
    held.month === content.month &&
    held.listKey === content.listKey &&
    held.holderDiffers === content.holderDiffers &&
    held.note === content.note
  )
}
