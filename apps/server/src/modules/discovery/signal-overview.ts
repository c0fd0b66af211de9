import { asksCare, isWithin, pathsWith, shanghaiDate, toldCount, toldSum } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { type CityCount, countByCity, listCities } from './overview.queries.ts'

/**
 * How many signals each city in reach has, by rule: numbers and nobody by name. It goes no deeper than a city, and a
 * sum over a hidden number is told as "at least", so that no small number can be reckoned out.
 */
export async function getSignalOverview(ctx: Context) {
  const scopes = pathsWith(ctx.actor.grants, 'signal.overview')
  const cities = await listCities(ctx.db, scopes, shanghaiDate(ctx.now))
  const carePaths = pathsWith(ctx.actor.grants, 'care.read')
  const careCities = cities.filter(({ path }) => carePaths.some((care) => isWithin(path, care)))
  const counts = await countByCity(ctx.db, codesOf(cities), codesOf(careCities))
  const unitOf = ({ unitId, kind, name, path }: (typeof cities)[number]) => ({
    ...{ unitId, kind, name, path },
  })
  const none = { open: 0, inHand: 0, confirmed: 0 }
  const ruleIds = [...new Set(counts.map(({ ruleId }) => ruleId))]
  return {
    cities: cities.map((city) => ({
      unit: unitOf(city),
      lastRunAt: city.lastRunAt?.toISOString() ?? null,
    })),
    rules: ruleIds.map((ruleId) => {
      const own = counts.filter((row) => row.ruleId === ruleId)
      const sumOf = (of: (row: CityCount) => number) => toldSum(own.map(of))
      return {
        ...{ ruleId, title: { zh: own[0]?.title ?? ruleId, en: own[0]?.titleEn ?? ruleId } },
        open: sumOf(({ open }) => open),
        inHand: sumOf(({ inHand }) => inHand),
        confirmed: sumOf(({ confirmed }) => confirmed),
        // A city of which nothing may be told is left out: nought would say that there is nobody.
        cities: (own.some(({ ruleKind }) => asksCare(ruleKind)) ? careCities : cities).map(
          (city) => {
            const at = own.find(({ cityCode }) => cityCode === city.cityCode) ?? none
            return {
              unit: unitOf(city),
              open: toldCount(at.open),
              inHand: toldCount(at.inHand),
              confirmed: toldCount(at.confirmed),
            }
          },
        ),
      }
    }),
  }
}

function codesOf(cities: readonly { cityCode: string }[]): string[] {
  return cities.map(({ cityCode }) => cityCode)
}
