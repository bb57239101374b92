import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useRef, useState } from 'react';
import { NavLink, Outlet, useLocation, useNavigation } from 'react-router';
import { api, ask } from '../api/client';
import { Button } from '../parts/Controls';
import { Skeleton } from '../parts/States';
import { SessionGate, useCurrent, useIsAtLeast } from '../session/Session';
import { carried, useUrlState } from '../state/url';
import { WhyDrawer } from '../why/WhyDrawer';
import { Chooser } from './Chooser';
import { ThemeChoice } from './ThemeChoice';

const PAGES: readonly (readonly [path: string, label: string])[] = [
  ['overview', 'Overview'],
  ['savings', 'Savings'],
  ['assignment', 'Assignment'],
  ['qp', 'QP'],
  ['mips', 'MIPS'],
  ['risk', 'Risk'],
  ['bundles', 'Bundles'],
  ['prove', 'Prove'],
  ['rules', 'Rules'],
  ['imports', 'Imports'],
  ['findings', 'Findings'],
  ['settings', 'Settings'],
  ['glossary', 'Glossary'],
];

/** Header, navigation and footer around every page. */
export function Frame() {
  return (
    <SessionGate>
      <Inside />
    </SessionGate>
  );
}

function Inside() {
  const { params } = useUrlState();
  const location = useLocation();
  const navigation = useNavigation();
  const [menu, setMenu] = useState(false);
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  const isAdministrator = useIsAtLeast('administrator');
  const isGuest = useCurrent().state === 'guest';
  const query = carried(params);

  // A new page starts at its heading, for the eye and for the screen reader.
  useEffect(() => {
    setMenu(false);
    if (first.current) first.current = false;
    else {
      window.scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
  }, [location.pathname]);

  const link = (path: string, label: string, className?: string) => (
    <li key={path} className={className}>
      <NavLink to={`/${path}${query}`} className={({ isActive }) => (isActive ? 'nav__link nav__link--here' : 'nav__link')}>
        {label}
      </NavLink>
    </li>
  );
  return (
    <div className="frame">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <header className="top">
        <div className="top__bar">
          <button
            type="button"
            className="top__menu"
            aria-expanded={menu}
            aria-controls="navigation"
            onClick={() => setMenu(!menu)}
          >
            {menu ? 'Close menu' : 'Menu'}
          </button>
          <NavLink className="top__name" to={`/overview${query}`}>
            Accountable
          </NavLink>
          <Chooser />
          <ThemeChoice />
          <Account />
        </div>
      </header>
      <nav id="navigation" className={menu ? 'nav nav--open' : 'nav'} aria-label="Pages">
        <ul>
          {PAGES.map(([path, label]) => link(path, label))}
          {isAdministrator && link('accounts', 'Accounts')}
          {isAdministrator && link('audit', 'Audit')}
          {!isGuest && link('account', 'Your account', 'nav__narrow')}
        </ul>
      </nav>
      <main id="main" ref={main} tabIndex={-1} className={navigation.state === 'loading' ? 'main main--leaving' : 'main'}>
        <Suspense fallback={<Skeleton lines={8} chart />}>
          <Outlet />
        </Suspense>
      </main>
      <footer className="foot">
        <p>
          Accountable is an open system and not a government site: it is not run, approved or endorsed by CMS or any other agency.
          Figures are computed from the files given to this server and from the rule book it was built with.
        </p>
      </footer>
      <WhyDrawer />
    </div>
  );
}

function Account() {
  const session = useCurrent();
  const queries = useQueryClient();
  const { params } = useUrlState();

  async function leave() {
    await ask(api.DELETE('/api/v1/session'));
    await queries.invalidateQueries({ queryKey: ['session'] });
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
  }

  if (session.state === 'guest') return <p className="top__who">Guest of the demo, read-only</p>;
  return (
    <div className="top__who">
      <NavLink to={`/account${carried(params)}`} title={`Your account, ${session.role ?? ''}`}>
        {session.user}
      </NavLink>
      <Button small className="top__out" onClick={() => void leave()}>
        Sign out
      </Button>
    </div>
  );
}
