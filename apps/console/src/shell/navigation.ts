import type { Permission } from '@nuandeng/domain'
import { type Me, may } from '../api/session.ts'

interface Place {
  to: string
  name: string
  needs?: Permission
  /** Opens in a window of its own. */
  isApart?: boolean
}

/** The menu (菜单) under its headings; what one may not see at all is not offered. */
const GROUPS: { name: string; places: Place[] }[] = [
  {
    name: 'activity',
    places: [
      { to: '/day', name: 'day', needs: 'day.read' },
      { to: '/campaigns', name: 'campaigns', needs: 'campaign.read' },
      { to: '/records', name: 'records', needs: 'record.read' },
      { to: '/closing', name: 'closing', needs: 'day.read' },
      { to: '/wall', name: 'wall', needs: 'day.read', isApart: true },
    ],
  },
  {
    name: 'customers',
    places: [
      { to: '/customers', name: 'customers', needs: 'customer.read' },
      { to: '/special-places', name: 'specialPlaces', needs: 'special-place.read' },
      { to: '/duplicates', name: 'duplicates', needs: 'customer.merge' },
      { to: '/needs', name: 'needs', needs: 'need.read' },
      { to: '/due', name: 'due', needs: 'assurance.read' },
      { to: '/liaison', name: 'liaison', needs: 'liaison.read' },
      { to: '/care', name: 'care', needs: 'care.read' },
      { to: '/readings', name: 'readings', needs: 'reading.read' },
    ],
  },
  {
    name: 'discovery',
    places: [
      { to: '/signals', name: 'signals', needs: 'signal.read' },
      { to: '/track-record', name: 'trackRecord', needs: 'signal.read' },
      { to: '/discovery-rules', name: 'discoveryRules', needs: 'impact.read' },
      { to: '/signal-overview', name: 'signalOverview', needs: 'signal.overview' },
    ],
  },
  {
    name: 'requests',
    places: [
      { to: '/my-work', name: 'myWork', needs: 'request.work' },
      { to: '/intake', name: 'intake', needs: 'request.accept' },
      { to: '/requests', name: 'requests', needs: 'request.read' },
      { to: '/supervision', name: 'supervision', needs: 'request.supervise' },
      { to: '/new-supply', name: 'pipeline', needs: 'request.read' },
      { to: '/mobile-services', name: 'mobile', needs: 'request.read' },
      { to: '/outages', name: 'outages', needs: 'outage.read' },
      { to: '/arrears', name: 'arrears', needs: 'arrears.read' },
      { to: '/calendar', name: 'calendar', needs: 'request.read' },
      { to: '/editions', name: 'editions', needs: 'request.read' },
      { to: '/board', name: 'board', needs: 'request.read', isApart: true },
    ],
  },
  {
    name: 'organisation',
    places: [
      { to: '/unit', name: 'unit' },
      { to: '/people', name: 'people', needs: 'person.read' },
      { to: '/displays', name: 'displays', needs: 'display.read' },
      { to: '/imports', name: 'imports', needs: 'import.run' },
    ],
  },
  { name: 'oversight', places: [{ to: '/audit', name: 'audit', needs: 'audit.read' }] },
]

const PLACES = GROUPS.flatMap(({ places }) => places)

export function isOpenTo(me: Me, { needs }: Pick<Place, 'needs'>): boolean {
  return !needs || may(me, needs)
}

/** The place that an address belongs to, if it stands in the menu. */
export function placeAt(pathname: string): Place | undefined {
  return PLACES.find(({ to }) => pathname === to || pathname.startsWith(`${to}/`))
}

export function groupsFor(me: Me) {
  return GROUPS.map(({ name, places }) => ({
    name,
    places: places.filter((place) => isOpenTo(me, place)),
  })).filter(({ places }) => places.length > 0)
}

/** Where the work of a role begins. */
export function homeOf(me: Me): string {
  return PLACES.find((place) => place.needs && isOpenTo(me, place))?.to ?? '/unit'
}
