import type { CareContact, CareFlag, copyCareRoute } from '@nuandeng/contract'
import {
  CARE_CONTACT_NAMES,
  CARE_KIND_NAMES,
  CONSENT_TEXTS,
  type ConsentChannel,
  shanghaiDate,
  shanghaiTime,
  WATCH_TEXTS,
} from '@nuandeng/domain'
import { type Context, record } from '../../platform/context.ts'
import type { Call } from '../../platform/http.ts'
import { newId } from '../../platform/ids.ts'
import type { CustomerPlace } from './care.queries.ts'
import { getCustomerInCare, subjectOf } from './customer-in-care.ts'
import { careOf } from './look-at-care.ts'
import { requestOfCopy } from './subject-requests.ts'

const CHANNEL_NAMES: Record<ConsentChannel, string> = {
  written: '书面',
  fingerprint: '按手印',
  spoken: '口头',
  'telephone-recorded': '电话录音',
  portal: '网上',
}

/** The copy that a customer may ask for (个人信息副本): a page to print, handed out after a check of who asks. */
export async function copyCare(call: Call<typeof copyCareRoute>) {
  const { deps, reply, input, actor, scope } = call
  const now = deps.now()
  const page = await deps.database.transact(scope, async (db) => {
    const ctx: Context = { db, actor, now, vault: deps.vault, announce: () => {} }
    const customer = await getCustomerInCare(ctx, input.customerId, 'care.read')
    const care = await careOf(ctx, input.customerId)
    // Who asked stands in the store: a name beside the pseudonym of the Event would lift it.
    const { customerId, cityCode } = customer
    const asked = { customerId, cityCode, requestId: newId() }
    await requestOfCopy(ctx, asked, input)
    await record(ctx, 'care.copied', subjectOf(ctx, customer), { requestId: asked.requestId })
    return pageOf(customer, care, [
      ['申请人', input.asker],
      ['身份核对', input.identityCheck],
      ['制作', `${actor.name}　${shanghaiTime(now)}`],
    ])
  })
  return reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-disposition', `attachment; filename="care-copy-${shanghaiDate(now)}.html"`)
    .send(page)
}

type Line = readonly [string, string]

function pageOf(
  { accountNo, name }: CustomerPlace,
  { flags, contacts }: { flags: CareFlag[]; contacts: CareContact[] },
  made: readonly Line[],
): string {
  const consents = [...flags, ...contacts].map(({ consent }) => consent)
  const versions = new Set(
    [...consents, ...flags.map(({ watch }) => watch)].map((given) => given?.textVersion),
  )
  const texts = [...CONSENT_TEXTS, ...WATCH_TEXTS].filter(({ version }) => versions.has(version))
  const parts = [
    section('客户', [['户号', accountNo], ['户名', name], ...made]),
    ...flags.map((flag) => section(`关爱标识：${CARE_KIND_NAMES[flag.kind]}`, flagLines(flag))),
    ...contacts.map((contact) =>
      section(`联系人：${CARE_CONTACT_NAMES[contact.kind]}`, contactLines(contact)),
    ),
    ...texts.map(({ version, text }) => section(`同意书 ${version}`, [['全文', text]])),
    section('您的权利', [
      ['撤回、更正、删除', '可随时向供电所或关爱专员提出；不同意或撤回不影响用电。'],
    ]),
  ]
  const none = flags.length + contacts.length === 0 ? '<p>没有登记任何关爱信息。</p>' : ''
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>个人信息副本</title><h1>个人信息副本（关爱信息）</h1>${none}${parts.join('')}</html>`
}

function flagLines(flag: CareFlag): Line[] {
  const { source, note, consent, watch, month, holderDiffers, expiresOn, recordedBy, recordedOn } =
    flag
  return [
    ['来源', source],
    ...(note ? [['备注', note] as const] : []),
    ...(consent
      ? [['依据', consentWords(consent)] as const]
      : [['依据', `民政部门 ${month} 名单（法定优惠电量）`] as const]),
    ...(watch ? [['用电关爱（查看每天用电量）', consentWords(watch)] as const] : []),
    ...(holderDiffers ? [['提示', '名单上的姓名与户名不同'] as const] : []),
    ['登记', `${recordedBy}　${recordedOn}`],
    ['到期自动删除', expiresOn],
  ]
}

function contactLines(contact: CareContact): Line[] {
  const { name, phone, relation, consent, expiresOn, recordedBy, recordedOn } = contact
  return [
    ['姓名', name],
    ['电话', phone],
    ...(relation ? [['关系', relation] as const] : []),
    ['依据', consentWords(consent)],
    ['登记', `${recordedBy}　${recordedOn}`],
    ['到期自动删除', expiresOn],
  ]
}

function consentWords(consent: NonNullable<CareFlag['consent']>): string {
  const { givenOn, channel, givenBy, textVersion, witness } = consent
  const by = givenBy === 'guardian' ? '监护人' : '本人'
  const before = witness ? `，见证人 ${witness}` : ''
  return `${givenOn} ${by}${CHANNEL_NAMES[channel]}同意（同意书 ${textVersion}${before}）`
}

function section(title: string, lines: readonly Line[]): string {
  const rows = lines.map(([term, text]) => `<dt>${escaped(term)}</dt><dd>${escaped(text)}</dd>`)
  return `<h2>${escaped(title)}</h2><dl>${rows.join('')}</dl>`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)
}
