import { signOutRoute } from '@nuandeng/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Navigate, Outlet, useLocation } from '@tanstack/react-router'
import { Alert, Button, Drawer, Spin } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallFailed, call } from '../api/call.ts'
import { type Me, meQuery } from '../api/session.ts'
import { switchLanguage } from '../messages/i18n.ts'
import { ChangePassword } from '../screens/session/ChangePassword.tsx'
import { DemoBanner } from './DemoBanner.tsx'
import { Failure } from './Failure.tsx'
import { groupsFor, isOpenTo, placeAt } from './navigation.ts'

const SIGN_IN = '/sign-in'

/** The frame of every staff screen: who is logged in, where one can go, and the words 演示数据. */
export function Shell() {
  const { t } = useTranslation()
  const { data: me, error } = useQuery(meQuery)
  const { href, pathname } = useLocation()
  if (error instanceof CallFailed && error.code === 'not-signed-in') {
    // The location is the new one already while the log-in page is being fetched: asked again, it would never end.
    return pathname === SIGN_IN ? null : <Navigate to={SIGN_IN} search={{ next: href }} replace />
  }
  if (error) return <Failure error={error} />
  if (!me) return <Spin aria-label={t('app.loading')} style={{ display: 'block', margin: 80 }} />
  if (me.mustChangePassword) return <ChangePassword />
  const place = placeAt(pathname)
  return (
    <>
      <a className="skip" href="#main">
        {t('app.skip')}
      </a>
      {me.isDemo && <DemoBanner />}
      <div className="shell">
        <aside className="side">
          <Brand />
          <Menu me={me} />
          <Who me={me} />
        </aside>
        <PhoneTop me={me} />
        <main className="main" id="main" tabIndex={-1}>
          {place && !isOpenTo(me, place) ? <NotForRole place={place} /> : <Outlet />}
        </main>
      </div>
    </>
  )
}

/** Somebody followed an address that their roles do not open: which place it is, and why it stays shut. */
function NotForRole({ place }: { place: { name: string } }) {
  const { t } = useTranslation()
  return (
    <>
      <h1>{t(`nav.${place.name}`)}</h1>
      <Alert type="warning" showIcon title={t('app.noPermission')} />
    </>
  )
}

function Brand() {
  const { t } = useTranslation()
  return (
    <Link to="/" className="brand">
      <img src="/lamp.svg" alt="" />
      {t('app.name')}
    </Link>
  )
}

function Menu({ me, onGo }: { me: Me; onGo?: () => void }) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <nav aria-label={t('app.menu')}>
      {groupsFor(me).map(({ name, places }) => (
        <div key={name}>
          <div className="nav-group" id={`${id}-${name}`}>
            {t(`navGroup.${name}`)}
          </div>
          <ul className="nav" aria-labelledby={`${id}-${name}`}>
            {places.map((place) => (
              <li key={place.to}>
                <Link
                  to={place.to}
                  {...(place.isApart ? { target: '_blank' } : {})}
                  {...(onGo ? { onClick: onGo } : {})}
                >
                  {t(`nav.${place.name}`)} {place.isApart && '↗'}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

function Who({ me, onGo }: { me: Me; onGo?: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const leave = async () => {
    await call(signOutRoute, {})
    queries.clear()
    window.location.assign('/sign-in')
  }
  return (
    <div className="who">
      <div>{me.name}</div>
      <div>{me.unit.name}</div>
      <div>{me.grants.map(({ role }) => t(`role.${role}`)).join(' · ')}</div>
      <Link to="/account" {...(onGo ? { onClick: onGo } : {})}>
        {t('nav.account')}
      </Link>
      <button type="button" onClick={switchLanguage}>
        {t('app.language')}
      </button>
      <button type="button" onClick={leave}>
        {t('app.signOut')}
      </button>
    </div>
  )
}

function PhoneTop({ me }: { me: Me }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  return (
    <header className="top">
      <Brand />
      <Button onClick={() => setOpen(true)} aria-expanded={isOpen}>
        {t('app.menu')}
      </Button>
      <Drawer
        open={isOpen}
        onClose={() => setOpen(false)}
        title={t('app.menu')}
        size={280}
        styles={{ body: { background: '#3a2717', color: '#fdf3e3', padding: 0 } }}
      >
        <Menu me={me} onGo={() => setOpen(false)} />
        <Who me={me} onGo={() => setOpen(false)} />
      </Drawer>
    </header>
  )
}
