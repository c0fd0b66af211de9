import type { SpecialPlaceKind } from '@nuandeng/domain'
import type { DemoUnit } from './province.ts'
import { idOf } from './seeded.ts'

const BUILT = new Date('2009-01-01T00:00:00+08:00')
const PLACES: readonly (readonly [SpecialPlaceKind, string, number])[] = [
  ['nursing-home', '示例敬老院', 46],
  ['nursing-home', '示例幸福院', 23],
  ['deaf-school', '示例聋哑学校', 118],
  ['special-school', '示例特殊教育学校', 74],
  ['welfare-home', '示例福利院', 61],
]
const COUNTIES = 3

/** Invented special places, one at each of the first stations of a few counties. */
export function demoSpecialPlaces(units: readonly DemoUnit[]) {
  const counties = units.filter(({ kind }) => kind === 'county').slice(0, COUNTIES)
  return counties.flatMap((county) => {
    const stations = units.filter(
      ({ kind, countyId }) => kind === 'station' && countyId === county.unitId,
    )
    return PLACES.flatMap(([kind, name, residents], i) => {
      const unit = stations[i]
      if (!unit) return []
      const town = unit.name.replace(/供电所$/, '')
      return [
        {
          specialPlaceId: idOf(`special place ${unit.code}`, BUILT),
          ...{ cityCode: unit.cityCode, unitId: unit.unitId, unitPath: unit.path },
          ...{ kind, name: `${town}${name}`, address: `${town}镇示例路` },
          ...{ residents, place: null, officePhone: '00000-000000', customerId: null },
          remark: null,
        },
      ]
    })
  })
}
