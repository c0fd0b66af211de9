import type { Page } from 'playwright-core'
import type { Visitor } from './harness.ts'

/** A screen, at its address as somebody sees it, and what shows that it has been read. */
export interface Screen {
  name: string
  path: string
  as?: Visitor['as']
  /** Appears once the screen is whole. */
  ready: (page: Page) => ReturnType<Page['locator']>
  /** What has to be done first at the address. */
  open?: (page: Page) => Promise<void>
}

const figure = (page: Page) => page.getByRole('table').first()

const openPerson = (page: Page) => page.getByRole('table').getByRole('link').first().click()

const openRequest = async (page: Page) => {
  await page.getByRole('table').getByRole('link').first().click()
  await page.getByRole('heading', { name: '承诺时限' }).waitFor()
}

const openCustomer = (page: Page) => page.getByRole('table').getByRole('link').first().click()

/** The plans of the campaign that is under way, from the list of campaigns. */
const openPlans = (page: Page) => page.getByRole('link', { name: '实施方案' }).first().click()

/** As far as the columns of a list that is sent. */
export async function sendList(page: Page, list: string, name = '意见汇总.csv') {
  await chooseOpinions(page)
  await page.getByLabel('清单文件').setInputFiles({
    ...{ name, mimeType: 'text/csv', buffer: Buffer.from(list) },
  })
  await page.getByRole('button', { name: '上传并识别' }).click()
  await page.getByRole('button', { name: '试导入' }).waitFor()
}

/** The office may import other lists as well. */
export async function chooseOpinions(page: Page) {
  await page.getByLabel('导入内容').click()
  await page.locator('.ant-select-item-option', { hasText: '意见与建议' }).click()
}

const A_LIST =
  '意见汇总表\n编号,内容,时间,备注\n1,希望多设缴费点,2011-10-15,\n2,停电太多,不是时间,\n'

/** Every screen of the console: a new one is one line here. */
export const SCREENS: readonly Screen[] = [
  {
    name: 'sign-in',
    path: '/sign-in',
    ready: (page) => page.getByRole('button', { name: /登\s*录/ }).first(),
  },
  { name: 'day', path: '/day', as: 'office', ready: (page) => page.getByText('数据表') },
  { name: 'records', path: '/records', as: 'office', ready: figure },
  {
    name: 'record drawer',
    path: '/records',
    as: 'office',
    open: (page) => page.getByRole('table').getByRole('link').first().click(),
    ready: (page) => page.getByRole('dialog').getByText('记录人'),
  },
  {
    name: 'closing',
    path: '/closing',
    as: 'office',
    ready: (page) => page.getByRole('button', { name: /日\s*结/ }),
  },
  {
    name: 'campaigns',
    path: '/campaigns',
    as: 'office',
    ready: (page) => page.getByText('进行中').first(),
  },
  {
    name: 'new campaign',
    path: '/campaigns/new',
    as: 'office',
    ready: (page) => page.getByRole('button', { name: '保存草稿' }),
  },
  {
    name: 'campaign',
    path: '/campaigns',
    as: 'office',
    open: async (page) => {
      await openPlans(page)
      await page.getByRole('link', { name: '活动概况' }).click()
    },
    ready: (page) => page.getByRole('columnheader', { name: '统计口径' }),
  },
  { name: 'plans', path: '/campaigns', as: 'office', open: openPlans, ready: figure },
  {
    name: 'plan',
    path: '/campaigns',
    as: 'office',
    open: async (page) => {
      await openPlans(page)
      await page.getByRole('table').getByRole('link').first().click()
    },
    ready: (page) => page.getByRole('heading', { name: '办理经过' }),
  },
  {
    name: 'readiness',
    path: '/campaigns',
    as: 'office',
    open: (page) => page.getByRole('link', { name: '准备情况' }).first().click(),
    ready: (page) => page.getByText('未上报的单位'),
  },
  { name: 'my work', path: '/my-work', as: 'field-worker', ready: figure },
  {
    name: 'intake',
    path: '/intake',
    as: 'office',
    ready: (page) => page.getByText(/适用版本/),
  },
  { name: 'requests', path: '/requests', as: 'office', ready: figure },
  {
    name: 'request',
    path: '/requests?kind=complaint',
    as: 'office',
    open: openRequest,
    ready: figure,
  },
  {
    name: 'request to transfer',
    path: '/requests?kind=complaint',
    as: 'office',
    open: async (page) => {
      await openRequest(page)
      await page.getByRole('button', { name: '转派' }).click()
    },
    ready: (page) => page.getByRole('dialog').getByLabel('转到单位'),
  },
  { name: 'supervision', path: '/supervision', as: 'office', ready: figure },
  {
    name: 'new supply',
    path: '/new-supply',
    as: 'office',
    ready: (page) => page.getByText('全程历时', { exact: true }).first(),
  },
  { name: 'editions', path: '/editions', as: 'office', ready: figure },
  { name: 'public board', path: '/board', ready: figure },
  { name: 'customers', path: '/customers', as: 'office', ready: figure },
  {
    name: 'readings',
    path: '/readings',
    as: 'office',
    // The demonstration has readings; an installation of one's own begins without.
    ready: (page) => figure(page).or(page.getByText('没有您可以查看的导入记录')).first(),
  },
  {
    name: 'customers to export',
    path: '/customers',
    as: 'office',
    open: (page) => page.getByRole('button', { name: '导出' }).click(),
    ready: (page) => page.getByRole('dialog').getByLabel('用途（记入审计）'),
  },
  {
    name: 'customers to assign',
    path: '/customers',
    as: 'office',
    open: async (page) => {
      await page.getByRole('checkbox', { name: '选中本页全部' }).click()
      await page.getByRole('button', { name: /^分派所选/ }).click()
    },
    ready: (page) => page.getByRole('dialog').getByLabel('原因（记入审计）'),
  },
  {
    name: 'customer',
    path: '/customers',
    as: 'office',
    open: openCustomer,
    ready: (page) => page.getByRole('heading', { name: '大事记' }),
  },
  {
    name: 'customer to edit',
    path: '/customers',
    as: 'office',
    open: async (page) => {
      await openCustomer(page)
      await page.getByRole('button', { name: '修改档案' }).click()
    },
    ready: (page) => page.getByLabel('台区'),
  },
  {
    name: 'new customer',
    path: '/customers/new',
    as: 'office',
    ready: (page) => page.getByRole('button', { name: '增加联系人' }),
  },
  {
    name: 'duplicates',
    path: '/duplicates',
    as: 'office',
    open: (page) => page.getByRole('button', { name: '查找疑似重复' }).click(),
    ready: figure,
  },
  {
    name: 'duplicates to merge',
    path: '/duplicates',
    as: 'office',
    open: async (page) => {
      await page.getByRole('button', { name: '查找疑似重复' }).click()
      await page.getByRole('button', { name: /^保留/ }).first().click()
    },
    ready: (page) => page.getByRole('dialog').getByLabel('原因（记入审计）'),
  },
  { name: 'special places', path: '/special-places', as: 'office', ready: figure },
  {
    name: 'special place',
    path: '/special-places',
    as: 'office',
    open: (page) => page.getByRole('table').getByRole('link').first().click(),
    ready: (page) => page.getByText('最后修改'),
  },
  {
    name: 'special place to add',
    path: '/special-places',
    as: 'office',
    open: (page) => page.getByRole('button', { name: '新增场所' }).click(),
    ready: (page) => page.getByRole('dialog').getByLabel('人数'),
  },
  { name: 'needs', path: '/needs', as: 'office', ready: (page) => page.getByText('导出 CSV') },
  {
    name: 'need to file',
    path: '/customers',
    as: 'office',
    open: async (page) => {
      await openCustomer(page)
      await page.getByRole('button', { name: '提出需求' }).click()
    },
    ready: (page) => page.getByRole('dialog').getByLabel('下一步做什么'),
  },
  { name: 'due', path: '/due', as: 'office', ready: figure },
  {
    name: 'signals',
    path: '/signals',
    as: 'office',
    ready: (page) => figure(page).or(page.getByText('没有符合条件的线索')),
  },
  {
    name: 'signals to export',
    path: '/signals',
    as: 'office',
    open: (page) => page.getByRole('button', { name: '导出', exact: true }).click(),
    ready: (page) => page.getByRole('dialog').getByLabel('用途（记入审计）'),
  },
  {
    name: 'track record',
    path: '/track-record',
    as: 'office',
    ready: (page) => figure(page).or(page.getByText('这段时间没有走访结果')),
  },
  {
    name: 'impact assessment to write',
    path: '/discovery-rules',
    as: 'office',
    open: (page) => page.getByRole('button', { name: '起草影响评估' }).first().click(),
    ready: (page) => page.getByRole('dialog').getByLabel('法律依据'),
  },
  {
    name: 'signal overview',
    path: '/signal-overview',
    as: 'office',
    ready: (page) => figure(page).or(page.getByText('还没有线索')),
  },
  {
    name: 'visit beside the rules to note',
    path: '/customers',
    as: 'office',
    open: async (page) => {
      await openCustomer(page)
      await page.getByRole('button', { name: '登记规则外的走访' }).click()
    },
    ready: (page) => page.getByRole('dialog').getByLabel('对照的规则'),
  },
  {
    name: 'liaison',
    path: '/liaison',
    as: 'office',
    ready: (page) => page.getByRole('heading', { name: '分派规则' }),
  },
  {
    name: 'key customer',
    path: '/customers?customerClass=A',
    as: 'office',
    open: openCustomer,
    ready: (page) => page.getByRole('definition').filter({ hasText: /^每 \d+ 个月/ }),
  },
  {
    name: 'hazard to note',
    path: '/customers?customerClass=A',
    as: 'office',
    open: async (page) => {
      await openCustomer(page)
      await page.getByRole('button', { name: '登记隐患' }).click()
    },
    ready: (page) => page.getByRole('dialog').getByLabel('整改期限'),
  },
  { name: 'care', path: '/care', as: 'care-officer', ready: figure },
  {
    name: 'outages',
    path: '/outages',
    as: 'office',
    ready: figure,
  },
  {
    name: 'outage',
    path: '/outages',
    as: 'office',
    open: (page) => page.getByRole('table').getByRole('button').first().click(),
    ready: (page) => page.getByRole('dialog').getByText('停电原因'),
  },
  { name: 'arrears', path: '/arrears', as: 'field-worker', ready: figure },
  {
    name: 'arrears of an account',
    path: '/arrears',
    as: 'field-worker',
    open: (page) => page.getByRole('table').getByRole('button').first().click(),
    ready: (page) => page.getByRole('dialog').getByText('停电前 30 分钟提醒'),
  },
  {
    name: 'mobile service',
    path: '/mobile-services',
    as: 'office',
    ready: (page) => page.getByRole('button', { name: '安排流动服务' }),
  },
  {
    name: 'calendar',
    path: '/calendar',
    as: 'office',
    ready: (page) => page.getByText(/放假安排已知至/),
  },
  {
    name: 'file of a new supply',
    path: '/new-supply',
    as: 'field-worker',
    open: (page) => page.getByRole('article').getByRole('link').first().click(),
    ready: (page) => page.getByRole('heading', { name: '服务契约' }),
  },
  {
    name: 'care of a customer',
    path: '/care',
    as: 'care-officer',
    open: async (page) => {
      await page.getByRole('table').getByRole('link').first().click()
      await page.getByRole('button', { name: '查看请求记录' }).click()
      await figure(page).or(page.getByText('没有符合条件的请求')).waitFor()
      await page.getByRole('button', { name: '查看留痕' }).click()
    },
    ready: (page) => page.getByText('登记了关爱标识').first(),
  },
  { name: 'subject requests', path: '/care/requests', as: 'care-officer', ready: figure },
  {
    name: 'subject request to answer',
    path: '/care/requests?state=open',
    as: 'care-officer',
    open: (page) => page.getByRole('button', { name: /^答复/ }).first().click(),
    ready: (page) => page.getByRole('dialog').getByLabel('答复说明'),
  },
  { name: 'unit', path: '/unit', as: 'office', ready: figure },
  {
    name: 'unit to change',
    path: '/unit',
    as: 'system-admin',
    open: (page) => page.getByRole('button', { name: '新设下级单位' }).click(),
    ready: (page) => page.getByRole('dialog').getByLabel('单位代码'),
  },
  { name: 'people', path: '/people', as: 'system-admin', ready: figure },
  {
    name: 'new person',
    path: '/people',
    as: 'system-admin',
    open: (page) => page.getByRole('button', { name: '新增人员' }).click(),
    ready: (page) => page.getByRole('dialog').getByLabel('登录名'),
  },
  { name: 'person', path: '/people', as: 'security-admin', open: openPerson, ready: figure },
  {
    name: 'role to grant',
    path: '/people',
    as: 'security-admin',
    open: async (page) => {
      await openPerson(page)
      await page.getByRole('button', { name: '授予角色' }).click()
    },
    ready: (page) => page.getByRole('dialog').getByLabel('管辖单位'),
  },
  { name: 'wall screens', path: '/displays', as: 'office', ready: figure },
  {
    name: 'imports',
    path: '/imports',
    as: 'office',
    ready: (page) => page.getByRole('button', { name: '导入清单' }),
  },
  {
    name: 'new import',
    path: '/imports/new',
    as: 'office',
    ready: (page) => page.getByLabel('清单文件'),
  },
  {
    name: 'columns of a list',
    path: '/imports/new',
    as: 'office',
    open: (page) => sendList(page, A_LIST),
    ready: (page) => page.getByText('清单前 2 行'),
  },
  {
    name: 'trial of an import',
    path: '/imports/new',
    as: 'office',
    open: async (page) => {
      await sendList(page, A_LIST)
      await page.getByRole('button', { name: '试导入' }).click()
    },
    ready: (page) => page.getByText('试导入完成'),
  },
  {
    name: 'audit',
    path: '/audit',
    as: 'auditor',
    ready: (page) => page.getByRole('button', { name: /^展开/ }).first(),
  },
  {
    name: 'chain to verify',
    path: '/audit',
    as: 'auditor',
    open: async (page) => {
      await page.getByRole('button', { name: /^展开/ }).first().click()
      await page.getByText('哈希链').first().click()
      await page.getByRole('button', { name: /^核对/ }).first().click()
    },
    ready: (page) => page.getByText('全部相符'),
  },
  { name: 'account', path: '/account', as: 'field-worker', ready: figure },
  { name: 'wall', path: '/wall', as: 'display', ready: (page) => page.getByText('最新记录') },
]

/** Opens a screen and waits until it is whole. */
export async function openScreen(page: Page, screen: Screen) {
  await page.goto(screen.path)
  await screen.open?.(page)
  await screen.ready(page).waitFor()
  await page.locator('.ant-spin').waitFor({ state: 'detached' })
}
