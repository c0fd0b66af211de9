import { createRootRoute, createRoute, Navigate, Outlet } from '@tanstack/react-router'
import { Shell } from './shell/Shell.tsx'

/** What every address stands below; the staff screens stand below the shell. */
export const root = createRootRoute({
  component: Outlet,
  notFoundComponent: () => <Navigate to="/" />,
})
export const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell })

/** A text in an address; numbers come as such, because the router reads them. */
export const textOf = (value: unknown) =>
  typeof value === 'number' ? String(value) : typeof value === 'string' && value ? value : undefined

/** One of a list of words in an address. */
export function oneOf<T extends string>(words: readonly T[], value: unknown): T | undefined {
  return words.find((word) => word === value)
}
