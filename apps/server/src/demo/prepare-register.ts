import { beginFiles, findDuplicates, insertSpecialPlace } from '../modules/customers/index.ts'
import { type Context, NOBODY } from '../platform/context.ts'
import { CAMPAIGN_ID } from './campaign.ts'
import { demoDay } from './day.ts'
import type { DemoPerson } from './people.ts'
import type { DemoUnit } from './province.ts'
import { demoRegister } from './register.ts'
import { demoSpecialPlaces } from './special-places.ts'

/** Sets up the invented customers and special places, and looks for the files that are there twice. */
export async function prepareRegister(
  { db, vault, now }: Pick<Context, 'db' | 'vault' | 'now'>,
  { units, people }: { units: readonly DemoUnit[]; people: readonly DemoPerson[] },
  onStep: (text: string) => void,
) {
  const register = demoRegister(units, demoDay(CAMPAIGN_ID, units, people), now)
  onStep(`preparing the files of ${register.length} customers`)
  await beginFiles({ db, vault, now }, register)
  for (const place of demoSpecialPlaces(units)) await insertSpecialPlace(db, place, now)
  const [province] = units
  if (!province) throw new Error('the invented province is empty')
  const { unitId, path, cityCode } = province
  const grants = [{ role: 'office' as const, unitId, path, cityCode }]
  const actor = { ...NOBODY, name: 'nuandeng demo', grants }
  await findDuplicates({ db, vault, now, actor, announce: () => undefined }, { unitId })
  return register
}
