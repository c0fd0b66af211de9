import type { Page } from 'playwright-core'
import { figure, type Screen } from './screen.ts'

const openPerson = (page: Page) => page.getByRole('table').getByRole('link').first().click()

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

/** Units, people, lists to import, the audit trail and one's own account. */
export const ADMINISTRATION_SCREENS: readonly Screen[] = [
  {
    name: 'sign-in',
    path: '/sign-in',
    ready: (page) => page.getByRole('button', { name: /登\s*录/ }).first(),
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
]
