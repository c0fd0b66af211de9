import type { Page } from 'playwright-core'
import { figure, type Screen } from './screen.ts'

const openCustomer = (page: Page) => page.getByRole('table').getByRole('link').first().click()

/** Customers, those who need somebody, and the rules that look for them. */
export const CUSTOMERS_SCREENS: readonly Screen[] = [
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
]
