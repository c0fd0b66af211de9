import type { SentOf, savePlanRoute } from '@nuandeng/contract'
import { MEASURES, type Measure } from '@nuandeng/domain'
import type { Plan } from './PlanScreen.tsx'
import { placedName } from './words.ts'

export interface UnitChoice {
  value: string
  label: string
}

/** What the form of a plan holds: as people see it, joint units by name. */
export interface PlanValues {
  targets: Partial<Record<Measure, number | null>>
  activities: {
    activityId: string
    heldOn: string
    place: string
    walkInType: string | null
    team: string
    vehicles: number | null
    people: number | null
    jointUnits: UnitChoice[]
  }[]
  localFields: Record<string, string | undefined>
}

export function valuesOf(plan: Plan): PlanValues {
  const nameOf = (unitId: string) => {
    const unit = plan.jointUnits.find((known) => known.unitId === unitId)
    return unit ? placedName(unit) : unitId
  }
  return {
    targets: plan.targets,
    activities: plan.activities.map(({ jointUnitIds = [], ...activity }) => ({
      ...activity,
      jointUnits: jointUnitIds.map((value) => ({ value, label: nameOf(value) })),
    })),
    localFields: plan.localFields,
  }
}

type Content = Omit<SentOf<typeof savePlanRoute>, 'planId'>

/** Nothing entered is no target, which differs from the target 0. */
export function contentOf({ targets, activities, localFields }: PlanValues): Content {
  return {
    targets: Object.fromEntries(
      MEASURES.flatMap((name) => {
        const target = targets[name]
        return typeof target === 'number' ? [[name, target]] : []
      }),
    ),
    activities: (activities ?? []).map(({ jointUnits, ...activity }) => ({
      ...activity,
      walkInType: activity.walkInType ?? '',
      vehicles: activity.vehicles ?? 0,
      people: activity.people ?? 0,
      jointUnitIds: (jointUnits ?? []).map(({ value }) => value),
    })),
    localFields: Object.fromEntries(
      Object.entries(localFields ?? {}).flatMap(([key, text]) => (text ? [[key, text]] : [])),
    ),
  }
}
