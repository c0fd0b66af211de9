import { expect } from 'vitest'
import { aConsole, test } from './harness.ts'

const console = aConsole()

test('the trail is exported as it is narrowed, and the export itself stands in the trail', async () => {
  const page = await console.visit(console.own, { as: 'auditor' })
  await page.goto('/audit?kind=campaign')
  const rows = page.getByRole('table').getByRole('row')
  await rows.nth(2).waitFor()
  const shown = (await rows.count()) - 1
  const href = await page.getByRole('link', { name: '导出 CSV' }).getAttribute('href')
  const reply = await page.request.get(href ?? '')
  expect(reply.status()).toBe(200)
  const csv = await reply.text()
  const kinds = csv.match(/campaign\.\w+/g) ?? []
  expect(kinds).toEqual(expect.arrayContaining(['campaign.created', 'campaign.published']))
  expect(kinds).toHaveLength(shown)
  expect(csv).not.toContain('record.received')

  await page.goto('/audit')
  await rows.getByText('导出').first().waitFor()
})
