import type { Role } from '@nuandeng/domain'
import type { DemoUnit } from './province.ts'
import { idOf } from './seeded.ts'

export interface DemoPerson {
  personId: string
  unit: DemoUnit
  loginName: string
  name: string
  staffNo: string
  role: Role | null
  /** Held beside it, at the same unit. */
  also?: Role | undefined
  /** Shown on the log-in page of the demonstration, with its password. */
  isShown: boolean
}

const HIRED = new Date('2005-01-01T00:00:00+08:00')
const STAFF = 7000
// Names that say of themselves that they are examples: nobody living is meant.
const FAMILY_NAMES = '王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗'

/** The staff of the stations, the officers who look on, and the terminal of each city that sends its records. */
export function demoPeople(units: readonly DemoUnit[]): DemoPerson[] {
  const stations = units.filter(({ kind }) => kind === 'station')
  const staff = Array.from({ length: STAFF }, (_, i) => {
    const unit = stations[Math.floor((i * stations.length) / STAFF)] as DemoUnit
    const number = String(i + 1).padStart(4, '0')
    const family = FAMILY_NAMES[i % FAMILY_NAMES.length]
    return personAt(unit, `s${number}`, `${family}示例${number}`, { role: 'field-worker' })
  })
  return [...staff, ...officers(units), ...terminals(units)]
}

/** Who works on signals that tell who lives alone: an office that may read care flags, too. */
export const WATCHER = 'watch'

function officers(units: readonly DemoUnit[]): DemoPerson[] {
  const [province] = units
  const first = (kind: DemoUnit['kind']) => units.find((unit) => unit.kind === kind)
  const [city, county, station] = [first('city'), first('county'), first('station')]
  if (!province || !city || !county || !station) throw new Error('the invented province is empty')
  const shown = (unit: DemoUnit, loginName: string, name: string, role: Role, also?: Role) =>
    personAt(unit, loginName, name, { role, also, isShown: true })
  return [
    shown(province, 'province', '省活动办示例', 'office'),
    shown(city, 'city', '市活动办示例', 'office'),
    shown(county, 'county', '县活动办示例', 'office'),
    shown(station, 'station', '供电所长示例', 'station-head'),
    shown(station, 'worker', '一线人员示例', 'field-worker'),
    shown(city, 'liaison', '联络员示例', 'liaison-officer'),
    personAt(city, 'liaison2', '联络员示例二', { role: 'liaison-officer' }),
    personAt(city, 'liaison3', '联络员示例三', { role: 'liaison-officer' }),
    personAt(county, 'liaison4', '联络员示例四', { role: 'liaison-officer' }),
    shown(city, 'care', '关爱专员示例', 'care-officer'),
    shown(city, WATCHER, '用电关爱示例', 'office', 'care-officer'),
    shown(province, 'auditor', '审计管理员示例', 'auditor'),
    shown(province, 'sysadmin', '系统管理员示例', 'system-admin'),
    shown(province, 'secadmin', '安全管理员示例', 'security-admin'),
  ]
}

function terminals(units: readonly DemoUnit[]): DemoPerson[] {
  return units
    .filter(({ kind }) => kind === 'city')
    .map((city) =>
      personAt(city, terminalOf(city.cityCode), `${city.name}现场终端`, { role: 'field-worker' }),
    )
}

/** The log-in name of the account that a city's devices send their records with. */
export function terminalOf(cityCode: string): string {
  return `terminal-${cityCode}`
}

function personAt(
  unit: DemoUnit,
  loginName: string,
  name: string,
  { role, also, isShown = false }: { role: Role; also?: Role | undefined; isShown?: boolean },
): DemoPerson {
  const personId = idOf(`person ${loginName}`, HIRED)
  return { personId, unit, loginName, name, staffNo: `D${loginName}`, role, also, isShown }
}
