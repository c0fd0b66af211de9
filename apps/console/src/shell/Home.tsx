import { Navigate } from '@tanstack/react-router'
import { useMe } from '../api/session.ts'
import { homeOf } from './navigation.ts'

/** The first page is where one's work begins. */
export function Home() {
  return <Navigate to={homeOf(useMe())} replace />
}
