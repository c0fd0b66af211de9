import type { Page } from 'playwright-core'
import { figure, type Screen } from './screen.ts'

/** The plans of the campaign that is under way, from the list of campaigns. */
const openPlans = (page: Page) => page.getByRole('link', { name: '实施方案' }).first().click()

/** The activity day, its campaigns and the wall screen. */
export const DAY_SCREENS: readonly Screen[] = [
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
  { name: 'wall screens', path: '/displays', as: 'office', ready: figure },
  { name: 'wall', path: '/wall', as: 'display', ready: (page) => page.getByText('最新记录') },
]
