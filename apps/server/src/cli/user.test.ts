import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signInRoute } from '@nuandeng/contract'
import { afterAll, expect, test } from 'vitest'
import { runCommand } from '../../test/command.ts'
import { aServer, as } from '../../test/harness.ts'
import { addUser } from '../modules/organisation/index.ts'
import { EXIT } from './exit.ts'

const server = aServer()
const folder = mkdtempSync(join(tmpdir(), 'nuandeng-user-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const nuandeng = (...words: string[]) => runCommand([...words, '--data', folder])

test('a new installation gets its first administrator from the command line', async () => {
  const add = ['user', 'add', 'lisl', '--name', '李示例', '--role', 'system-admin', '--unit']
  const lost = await nuandeng(...add, 'HA')
  expect(lost).toMatchObject({ code: EXIT.fault, out: '' })
  expect(lost.err).toContain('There is no such unit: unit HA')

  const made = await nuandeng(...add, 'HA', '--create-province', '河南省电力公司', '--json')
  expect(made.code).toBe(EXIT.done)
  expect(JSON.parse(made.out)).toEqual({
    personId: expect.any(String),
    loginName: 'lisl',
    password: expect.stringMatching(/^[\w-]{16}$/),
    role: 'system-admin',
    unit: '河南省电力公司',
  })

  const again = await nuandeng(...add, 'HA')
  expect(again).toMatchObject({ code: EXIT.fault, out: '' })
  expect(again.err).toContain('This log-in name is taken')
})

test.each([
  ['no role', ['user', 'add', 'lisl', '--name', '李示例', '--unit', 'HA']],
  [
    'a role that is none',
    ['user', 'add', 'lisl', '--name', '李', '--unit', 'HA', '--role', 'king'],
  ],
  ['an unknown command', ['usre', 'add']],
])('a command line with %s ends with its own code', async (_name, words) => {
  expect((await nuandeng(...words)).code).toBe(EXIT.usage)
})

test('who was added logs in with the printed password, and must change it', async () => {
  const { database, vault } = server.installation
  const added = await addUser(
    { database, vault, now: server.clock.now },
    {
      loginName: 'wangsl',
      name: '王示例',
      staffNo: 'W1',
      role: 'office',
      unitCode: 'C1',
    },
  )
  const { loginName, password } = added
  expect(await as(server).call(signInRoute, { loginName, password })).toMatchObject({
    status: 200,
    body: {
      me: {
        mustChangePassword: true,
        grants: [{ role: 'office', unit: { name: '郑州供电公司' } }],
      },
    },
  })
})
