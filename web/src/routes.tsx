import { createBrowserRouter, redirect, type RouteObject } from 'react-router';
import { Frame } from './frame/Frame';
import { RouteProblem } from './parts/States';

type PageModule = Promise<{ default: React.ComponentType }>;

/** Each page is a file of its own that is fetched when somebody goes there. */
function page(path: string, load: () => PageModule): RouteObject {
  return { path, lazy: async () => ({ Component: (await load()).default }) };
}

export const routes: RouteObject[] = [
  {
    path: '/',
    Component: Frame,
    ErrorBoundary: RouteProblem,
    HydrateFallback: () => null,
    children: [
      { index: true, loader: ({ request }) => redirect(`/overview${new URL(request.url).search}`) },
      page('overview', () => import('./pages/overview/Overview')),
      page('savings', () => import('./pages/savings/Savings')),
      page('assignment', () => import('./pages/assignment/Assignment')),
      page('qp', () => import('./pages/qp/Qp')),
      page('mips', () => import('./pages/mips/Mips')),
      page('risk', () => import('./pages/risk/Risk')),
      page('bundles', () => import('./pages/bundles/Bundles')),
      page('prove', () => import('./pages/prove/Prove')),
      page('rules', () => import('./pages/rules/Rules')),
      page('rule', () => import('./pages/rules/Rule')),
      page('imports', () => import('./pages/imports/Imports')),
      page('findings', () => import('./pages/findings/Findings')),
      page('glossary', () => import('./pages/glossary/Glossary')),
      page('why', () => import('./pages/why/WhyAlone')),
      page('account', () => import('./pages/account/Account')),
      page('settings', () => import('./pages/settings/Settings')),
      page('accounts', () => import('./pages/accounts/Accounts')),
      page('audit', () => import('./pages/audit/Audit')),
      page('*', () => import('./pages/Missing')),
    ],
  },
];

export const router = createBrowserRouter(routes);
