import { provinceNameOf, shanghaiDate } from '@nuandeng/domain'
import { newId } from '../../platform/ids.ts'
import { problems } from '../../platform/problems.ts'
import { openTable } from '../../platform/tables/open-table.ts'
import { addUnits, findRootUnit, findUnitByCode, type UnitRow } from '../organisation/index.ts'
import { findLayout, rowsBelow } from './layout.ts'
import type { ImportDeps, ListToImport } from './list-to-import.ts'

type Wanted = Pick<ListToImport, 'target' | 'path' | 'sheet' | 'map' | 'isDryRun'>

/**
 * The unit of an import from the command line: the one with this code, or the top of the tree. In an empty
 * installation a list of the organisation brings its province with it, by the codes of its divisions; a dry
 * run, which leaves nothing behind, makes one up.
 */
export async function openImportUnit(
  deps: ImportDeps,
  list: Wanted,
  unitCode: string | undefined,
): Promise<UnitRow> {
  const found = await deps.database.transact('system', (db) =>
    unitCode ? findUnitByCode(db, unitCode) : findRootUnit(db),
  )
  if (found) return found
  const isEmpty = !(await deps.database.transact('system', findRootUnit))
  const province = isEmpty && (list.target.name === 'organisation' || list.isDryRun)
  if (!province) {
    if (unitCode) throw problems.notFound('unit', unitCode)
    const advice = 'run nuandeng import organisation, or nuandeng user add … --create-province'
    throw problems.conflict('no-unit', 'There is no unit yet', advice)
  }
  return addProvince(deps, unitCode, await firstDivision(list))
}

async function addProvince(
  { database, actor, now }: ImportDeps,
  unitCode: string | undefined,
  division: string | undefined,
): Promise<UnitRow> {
  const name = division && provinceNameOf(division)
  const cityCode = name ? `${division.slice(0, 2)}0000` : '000000'
  const province = {
    ...{ unitId: newId(), parentId: null, kind: 'province' as const, code: unitCode ?? cityCode },
    ...{ name: name ? `${name}省级电力公司` : '省公司', path: unitCode ?? cityCode, cityCode },
    ...{ cityId: null, countyId: null, validFrom: shanghaiDate(now()) },
  }
  await database.transact('system', (db) => addUnits({ db, actor, now: now() }, [province]))
  return { ...province, validTo: null, mergedIntoId: null }
}

/** The first code of a list that is one of an administrative division. */
async function firstDivision({ target, path, sheet, map }: Wanted): Promise<string | undefined> {
  const table = await openTable(path)
  try {
    const layout = await findLayout(table, target.columns, { sheet, map })
    const at = layout.columns.get('cityCode') ?? layout.columns.get('code') ?? -1
    for await (const rows of rowsBelow(table, layout, sheet)) {
      return rows.map(({ cells }) => cells[at] ?? '').find((text) => /^\d{6,12}$/.test(text))
    }
    return undefined
  } finally {
    await table.close()
  }
}
