import type { PlainDate, UnitKind } from '@nuandeng/domain'
import { CITIES, TOWNS } from './places.ts'
import { idOf, seeded, shareOut } from './seeded.ts'

export interface DemoUnit {
  unitId: string
  parentId: string | null
  kind: UnitKind
  code: string
  name: string
  path: string
  cityCode: string
  cityId: string | null
  countyId: string | null
}

const FOUNDED = new Date('2000-01-01T00:00:00+08:00')
export const UNITS_VALID_FROM = '2000-01-01' as PlainDate
const STATIONS = 2000
const PROVINCE_CODE = '410000'

/** The invented organisation: a province, its 18 cities, county companies, about 2,000 stations and teams. */
export function demoUnits(): DemoUnit[] {
  const province = unitUnder(undefined, {
    kind: 'province',
    code: 'HA',
    name: '河南省电力公司',
    cityCode: PROVINCE_CODE,
  })
  const cities = CITIES.map(([code, name, counties]) => {
    const city = unitUnder(province, {
      kind: 'city',
      code: `C${code}`,
      name: `${name}供电公司`,
      cityCode: code,
    })
    const names = [`${name}城区`, ...counties.split(' ').filter(Boolean)]
    return { city, counties: names.map((county, i) => countyUnder(city, county, i)) }
  })
  const counties = cities.flatMap((city) => city.counties)
  const random = seeded(2011)
  const weights = counties.map(() => 0.7 + random.next() * 0.6)
  const stations = shareOut(STATIONS, weights).flatMap((count, i) => {
    const county = counties[i]
    return county ? stationsUnder(county, count, random.below(TOWNS.length)) : []
  })
  const teams = cities.map(({ city }) =>
    unitUnder(city, { kind: 'team', code: `${city.code}T1`, name: '爱心服务队' }),
  )
  return [province, ...cities.map(({ city }) => city), ...counties, ...stations, ...teams]
}

function countyUnder(city: DemoUnit, name: string, index: number): DemoUnit {
  const suffix = index === 0 ? '供电服务中心' : '供电公司'
  const code = `${city.code}K${String(index).padStart(2, '0')}`
  return unitUnder(city, { kind: 'county', code, name: `${name}${suffix}` })
}

function stationsUnder(county: DemoUnit, count: number, firstTown: number): DemoUnit[] {
  return Array.from({ length: count }, (_, i) => {
    const town = TOWNS[(firstTown + i) % TOWNS.length]
    const code = `${county.code}S${String(i + 1).padStart(2, '0')}`
    return unitUnder(county, { kind: 'station', code, name: `${town}供电所` })
  })
}

function unitUnder(
  parent: DemoUnit | undefined,
  unit: { kind: UnitKind; code: string; name: string; cityCode?: string },
): DemoUnit {
  const unitId = idOf(`unit ${unit.code}`, FOUNDED)
  return {
    unitId,
    parentId: parent?.unitId ?? null,
    kind: unit.kind,
    code: unit.code,
    name: unit.name,
    path: parent ? `${parent.path}.${unit.code}` : unit.code,
    cityCode: unit.cityCode ?? parent?.cityCode ?? PROVINCE_CODE,
    cityId: unit.kind === 'city' ? unitId : (parent?.cityId ?? null),
    countyId: unit.kind === 'county' ? unitId : (parent?.countyId ?? null),
  }
}
