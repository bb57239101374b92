import { Link } from 'react-router';
import { Page } from '../parts/Page';
import { useUrlState } from '../state/url';

export default function Missing() {
  const url = useUrlState();
  return (
    <Page name="Not found" question="There is no such page">
      <p>
        The address may be of an older version. <Link to={url.to('/overview')}>Go to the overview</Link>.
      </p>
    </Page>
  );
}
