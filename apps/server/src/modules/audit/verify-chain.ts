import type { InputOf, verifyChainRoute } from '@nuandeng/contract'
import { pathsWith } from '@nuandeng/domain'
import { type Context, NOBODY, record } from '../../platform/context.ts'
import type { Call } from '../../platform/http.ts'
import { problems } from '../../platform/problems.ts'
import { type ChainCity, listChainCities } from './chain-city.queries.ts'
import type { Ledger } from './seal.ts'
import { type Verification, verifyCity } from './verify.ts'

interface Verified {
  city: ChainCity
  verification: Verification
}

/** Verifies page by page, so outside of the request's transaction; only a whole city in reach. */
export async function verifyReached(call: Call<typeof verifyChainRoute>): Promise<Verified> {
  const { deps, actor, scope, input } = call
  const city = await deps.database.transact(scope, async (db) => {
    const cities = await listChainCities(db, pathsWith(actor.grants, 'audit.verify'))
    return cities.find(({ cityCode }) => cityCode === input.cityCode)
  })
  if (!city) throw problems.forbidden()
  return { city, verification: await verifyCity(deps, city.cityCode) }
}

/** Tells what verifying found; that it was done, by whom and with which result, is an Event. */
export async function verifyChain(
  ctx: Context,
  _input: InputOf<typeof verifyChainRoute>,
  { city, verification }: Verified,
) {
  await recordVerified(ctx, city, verification)
  return verification
}

/** The same from the command line, where nobody is logged in. */
export async function verifyFromCommandLine(
  ledger: Ledger,
  cityCode: string,
  run: { now: Date; onProgress: (done: number, total: number) => void },
): Promise<Verification> {
  const verification = await verifyCity(ledger, cityCode, run.onProgress)
  const actor = { ...NOBODY, name: 'nuandeng verify' }
  await ledger.database.transact('system', async (db) => {
    const cities = await listChainCities(db, ['']) // the root: every unit stands below it
    const city = cities.find((one) => one.cityCode === cityCode)
    if (city) await recordVerified({ db, actor, now: run.now }, city, verification)
  })
  return verification
}

function recordVerified(
  ctx: Pick<Context, 'db' | 'actor' | 'now'>,
  { cityCode, path }: ChainCity,
  { result, events, blocks, findingsTotal }: Verification,
) {
  const details = { result, events, blocks, findingsTotal }
  return record(ctx, 'chain.verified', { id: cityCode, path, cityCode }, details)
}
