import { ROLES, type Role } from '@nuandeng/domain'
import { type Command, Option } from 'commander'
import { type AddedUser, addUser } from '../modules/organisation/index.ts'
import { readSettings } from '../platform/environment.ts'
import { openInstallation } from '../start.ts'

interface UserOptions {
  name: string
  unit: string
  role: Role
  staffNo?: string
  createProvince?: string
  cityCode: string
  data?: string
  json?: boolean
}

const roles = ROLES.filter((role) => role !== 'display')

/** `nuandeng user add`: a person with a role and a first password, shown once. */
export function addUserCommands(program: Command) {
  const user = program.command('user').description('people who may log in')
  user
    .command('add <login-name>')
    .description('add a person with a role at a unit, and print a first password once')
    .requiredOption('--name <name>', 'name of the person')
    .requiredOption('--unit <code>', 'code of the unit at which the role is held')
    .addOption(
      new Option('--role <role>', 'what the person may do').choices(roles).makeOptionMandatory(),
    )
    .option('--staff-no <number>', 'staff number (default: the log-in name)')
    .option('--create-province <name>', 'in an empty installation: make --unit the province')
    .option('--city-code <digits>', 'of that province (GB/T 2260)', '410000')
    .option('--data <folder>', 'data folder (default .data, or NUANDENG_DATA)')
    .option('--json', 'print one JSON line')
    .addHelpText(
      'after',
      `
Example, for the three first administrators of a new installation:
  nuandeng user add lisl --name 李示例 --unit HA --create-province 河南省电力公司 --role system-admin
  nuandeng user add wangsl --name 王示例 --unit HA --role security-admin
  nuandeng user add zhaosl --name 赵示例 --unit HA --role auditor

Exit codes: 0 added, 1 refused (the name is taken, no such unit), 2 the command line is wrong,
3 the installation cannot be opened, 4 a server holds the data folder (stop it, or use DATABASE_URL).`,
    )
    .action((loginName: string, options: UserOptions) => add(loginName, options))
}

async function add(loginName: string, options: UserOptions) {
  const { name, unit, role, staffNo = loginName, createProvince, cityCode } = options
  const settings = readSettings(options.data ? { dataDir: options.data } : {})
  const installation = await openInstallation(settings, (text) => console.error(text))
  try {
    const province = createProvince ? { name: createProvince, cityCode } : undefined
    const added = await addUser(
      { ...installation, now: new Date() },
      { loginName, name, staffNo, role, unitCode: unit, province },
    )
    console.log(options.json ? JSON.stringify(added) : wordsOf(added))
  } finally {
    await installation.close()
  }
}

function wordsOf({ loginName, role, unit, password }: AddedUser): string {
  return `added ${loginName} as ${role} at ${unit}
first password, shown only now and to be changed at the first log-in: ${password}`
}
