import {
  closeUnitRoute,
  createUnitRoute,
  getUnitRoute,
  listUnitsRoute,
  mergeUnitRoute,
  renameUnitRoute,
} from '@nuandeng/contract'
import { serve } from '../../platform/http.ts'
import { closeUnit, mergeUnit } from './close-unit.ts'
import { createUnit } from './create-unit.ts'
import { getUnitDetails } from './get-unit.ts'
import { listUnits } from './list-units.ts'
import { renameUnit } from './rename-unit.ts'

/** The tree of units and its history. */
export const unitRoutes = [
  serve(listUnitsRoute, listUnits),
  serve(getUnitRoute, getUnitDetails),
  serve(createUnitRoute, createUnit),
  serve(renameUnitRoute, renameUnit),
  serve(mergeUnitRoute, mergeUnit),
  serve(closeUnitRoute, closeUnit),
]
