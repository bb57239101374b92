import { Page } from '../../parts/Page';
import { Empty } from '../../parts/States';
import { useUrlState } from '../../state/url';
import { whySource } from '../../why/source';
import { WhyBody } from '../../why/WhyBody';

/** A derivation on a page of its own, to read at length or print. */
export default function WhyAlone() {
  const url = useUrlState();
  const source = whySource(url.get('why'));
  return (
    <Page name="Why?" question="Why is it this number?">
      {source ? (
        <WhyBody source={source} />
      ) : (
        <Empty title="No number was asked about">
          <p>Press Why? beside a number.</p>
        </Empty>
      )}
    </Page>
  );
}
