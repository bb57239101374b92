using Accountable.Synthetic.Care;
using Accountable.Synthetic.Cast;
using Accountable.Synthetic.Feeds;
using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.People;
using Accountable.Synthetic.Processing;
using Accountable.Synthetic.Randomness;
using Accountable.Synthetic.Reports;
using Accountable.Synthetic.Truth;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic;

/// <summary>Makes one person whole: life, care, claims, then every row of every file about it. It keeps nothing between people.</summary>
internal sealed class PersonMaker(Market market, GeneratorOptions options, IReadOnlyList<Delivery> deliveries)
{
    // One version in so many comes again in the next delivery, as monthly, weekly and run-out files overlap.
    private const int RepeatedOf = 400;
    private const int Repeated = 7;
    private const ulong EpisodeStream = 4;

    private readonly Population _population = new(market, options);
    private readonly Adjudication _adjudication = new(options);
    private readonly Assignment _assignment = new(market);
    private readonly int _lastLoad = deliveries[^1].Cut;

    public void Make(int index, Pieces pieces)
    {
        var (person, ledger, stated) = index < Parts.Count ? Parts.Play(market, options, index) : Live(index);
        var services = PrimaryCare.Of(ledger, _lastLoad);
        var decisions = new Decision[options.LastYear - options.FirstYear + 1][];
        for (var year = options.FirstYear; year <= options.LastYear; year++)
        {
            decisions[year - options.FirstYear] = _assignment.Decide(person, services, year);
            FactorFiles.Add(pieces.Factors, person, ledger, services, market, year, _lastLoad);
        }
        var dollars = TruthRows.Dollars(ledger, _lastLoad);
        var episodes = Episodes.Of(person, Service.Of(ledger, _lastLoad)).ToList();
        stated?.Check(episodes);
        var isKnown = false;
        foreach (var aco in market.Acos)
        {
            if (FirstDay(services, decisions, aco.Number) is not { } entry || First(entry) is not { } from)
                continue;
            WriteDecisions(pieces, person, ledger, services, decisions, aco);
            if (person.Declined)
                continue;
            isKnown = true;
            TruthRows.AddDollars(pieces[pieces.Files.Dollars], aco.Id, person.NewestMbi, dollars);
            Eligibility.AddSpans(pieces[pieces.Files.Eligibility + aco.Number], person, person.NewestMbi);
            Eligibility.AddDesignations(pieces[pieces.Files.Designations + aco.Number], person, person.NewestMbi);
            WriteClaims(pieces, person, ledger, aco.Number, from);
            if (options.Fhir)
                Fhir.Resources.Add(pieces, aco.Number, person, ledger, _lastLoad);
        }
        // An episode is a person's, in however many ACOs' files the claims are.
        foreach (var episode in isKnown ? episodes : [])
            Episodes.Add(pieces, person.NewestMbi, episode);
    }

    private (Person Person, Ledger Ledger, StatedEpisodes? Stated) Live(int index)
    {
        var dice = _population.DiceOf(index);
        var person = _population.Make(index, dice);
        var ledger = new Ledger();
        var stays = new List<(int From, int Thru)>();
        var aside = new Dice(options.Seed, EpisodeStream, (ulong)index);
        for (var year = options.FirstYear; year <= options.LastYear; year++)
        {
            var care = new YearOfCare(person, year, market, dice, aside, ledger, stays, Days.Of(options.LastYear, 12, 31));
            var before = ledger.Claims.Count;
            foreach (var source in Sources.All)
            {
                if (care.Share > 0 || source is HeldBackCare)
                    source.Add(care);
            }
            Pricing.Apply(ledger.Claims, before, year);
        }
        _adjudication.Send(person, ledger);
        return (person, ledger, null);
    }

    /// <summary>The day from which an ACO gets the person's claims: the first primary care service at a place on its list that year, or the
    /// first day of the first year for which it is assigned the person. Null when there is neither.</summary>
    private int? FirstDay(List<PrimaryCareService> services, Decision[][] decisions, int aco)
    {
        int? first = null;
        foreach (var service in services)
        {
            if (service.Giver != Giver.AnyoneElse && (first is not { } day || service.Day < day)
                && market.AcosOf(service.Number, Days.YearOf(service.Day)).Contains(aco))
                first = service.Day;
        }
        var assigned = Array.FindIndex(decisions, year => year[aco].IsAssigned);
        return assigned < 0 ? first : Math.Min(first ?? int.MaxValue, Days.Of(options.FirstYear + assigned, 1, 1));
    }

    /// <summary>The first delivery cut on or after a day.</summary>
    private int? First(int day)
    {
        for (var i = 0; i < deliveries.Count; i++)
        {
            if (deliveries[i].Cut >= day)
                return i;
        }
        return null;
    }

    private void WriteDecisions(Pieces pieces, Person person, Ledger ledger, List<PrimaryCareService> services, Decision[][] decisions,
        Aco aco)
    {
        var before = false;
        for (var year = options.FirstYear; year <= options.LastYear; year++)
        {
            var decision = decisions[year - options.FirstYear][aco.Number];
            TruthRows.AddDecision(pieces[person.Declined ? pieces.Files.Declined : pieces.Files.Assigned], aco.Id, person.NewestMbi,
                year, decision);
            if (!decision.IsAssigned)
                continue;
            TruthRows.AddMonths(pieces[pieces.Files.PersonMonths], aco.Id, person, year);
            AssignmentLists.Add(pieces, market, aco, year, person, decision, before, services);
            pieces.Tally.Count(person, ledger, year, decision, _lastLoad);
            before = true;
        }
    }

    private void WriteClaims(Pieces pieces, Person person, Ledger ledger, int aco, int from)
    {
        var identifiers = deliveries.Select(delivery => person.MbiOn(delivery.Cut)).ToArray();
        foreach (var claim in ledger.Claims)
        {
            foreach (var version in claim.Versions)
            {
                if (First(version.Load) is not { } loaded)
                    continue;
                var delivery = Math.Max(from, loaded);
                Write(pieces, aco, delivery, version, identifiers[delivery]);
                if (version.Id % RepeatedOf == Repeated && delivery + 1 < deliveries.Count)
                    Write(pieces, aco, delivery + 1, version, identifiers[delivery + 1]);
            }
        }
        foreach (var drug in ledger.Drugs)
        {
            if (First(drug.Load) is { } loaded && Math.Max(from, loaded) is var delivery)
                PersonRows.WriteDrug(pieces.Claims(aco, delivery, '7'), deliveries[delivery].Wave, drug, identifiers[delivery]);
        }
        for (var i = from; i < deliveries.Count; i++)
        {
            PersonRows.WritePerson(pieces.Claims(aco, i, '8'), deliveries[i], person, identifiers[i]);
            if (person.NewIdentifiers.Count > 0)
                PersonRows.WriteCross(pieces.Claims(aco, i, '9'), deliveries[i], person, i == from ? 0 : deliveries[i - 1].Cut,
                    identifiers[i]);
        }
    }

    private void Write(Pieces pieces, int aco, int delivery, ClaimVersion version, string mbi)
    {
        if (version.Claim.IsInstitutional)
            InstitutionalRows.Write(pieces, aco, deliveries[delivery], version, mbi);
        else
            ProfessionalRows.Write(pieces, aco, deliveries[delivery], version, mbi);
    }
}
