import type { Page } from 'playwright-core'
import { figure, type Screen } from './screen.ts'

const openRequest = async (page: Page) => {
  await page.getByRole('table').getByRole('link').first().click()
  await page.getByRole('heading', { name: '承诺时限' }).waitFor()
}

/** Requests, their promises, and notices of outages and stops. */
export const REQUESTS_SCREENS: readonly Screen[] = [
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
]
