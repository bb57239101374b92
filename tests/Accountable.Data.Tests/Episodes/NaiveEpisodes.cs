using Accountable.Rules.Episodes;

namespace Accountable.Data.Tests.Episodes;

/// <summary>An episode as the naive reading of a document finds it.</summary>
internal sealed record NaiveEpisode(
    long Person, string Category, string Stratum, DateOnly Start, DateOnly AnchorEnd, DateOnly End, string? Reason, decimal Spending,
    decimal Behind, int Readmissions);

/// <summary>Episodes by loops over one person's claims, written from the document's meaning and not from the SQL.</summary>
internal sealed class NaiveEpisodes(EpisodeModel model, int place, IReadOnlyDictionary<string, decimal> meanStays)
{
    private readonly EpisodeDefinition _defined = model.Definition!;

    private sealed class Anchor
    {
        public required SmallClaim Claim { get; init; }

        public required EpisodeTrigger Trigger { get; init; }

        public required string Stratum { get; init; }

        public required bool IsStay { get; init; }

        public required DateOnly ClaimStart { get; init; }

        public required DateOnly Start { get; set; }

        public required DateOnly Last { get; set; }

        public DateOnly End { get; set; }

        public string? Reason { get; set; }

        public bool Gone { get; set; }
    }

    public IEnumerable<NaiveEpisode> Of(SmallPerson person, IReadOnlyList<SmallClaim> all, IReadOnlyList<SmallPerson> people,
        DateOnly from, DateOnly to)
    {
        var claims = all.Where(claim => claim.Person == person.Key && claim.Paid >= 0).ToList();
        var anchors = Anchors(claims);
        if (_defined.TransfersAreOneAnchor)
            Chain(anchors);
        anchors.RemoveAll(anchor => anchor.Gone);
        if (_defined.PullBack is { } pullBack)
            PullBack(anchors, (int)Figure(pullBack));
        anchors.RemoveAll(anchor => anchor.Gone);
        foreach (var anchor in anchors)
        {
            var days = (int)Figure(_defined.Days, anchor.Trigger.Category);
            anchor.End = (_defined.CountedFrom == WindowStart.Discharge ? anchor.Last : anchor.Start).AddDays(days - 1);
            Judge(anchor, person, people);
        }
        var ordered = anchors.OrderBy(anchor => anchor.Start).ThenBy(anchor => anchor.Last)
            .ThenBy(anchor => anchor.Trigger.Category, StringComparer.Ordinal).ThenBy(anchor => anchor.Claim.Id).ToList();
        foreach (var scope in ordered.GroupBy(anchor => _defined.OverlapWithinCategory ? anchor.Trigger.Category : "").Select(group => group.ToList()))
            Meet(scope);
        foreach (var anchor in ordered.Where(anchor => anchor.End >= from && anchor.End <= to))
            yield return Spend(person, anchor, claims);
    }

    private List<Anchor> Anchors(List<SmallClaim> claims)
    {
        var found = new List<Anchor>();
        foreach (var claim in claims)
        {
            foreach (var trigger in _defined.Triggers.Where(trigger => trigger.Settings.Contains(Setting(claim))))
            {
                foreach (var (code, stratum) in trigger.Codes.Where(code => Matches(trigger.CodeType, code.Code, claim)))
                {
                    if (claim.From < trigger.From || claim.From > trigger.To)
                        continue;
                    var stay = Setting(claim) is not ("outpatient" or "professional" or "equipment");
                    found.Add(new Anchor
                    {
                        Claim = claim, Trigger = trigger, Stratum = stratum, IsStay = stay, ClaimStart = claim.From, Start = claim.From,
                        Last = stay ? claim.Thru : claim.From,
                    });
                }
            }
        }
        return [.. found.GroupBy(anchor => (anchor.Trigger.Category, anchor.Start, anchor.Last, anchor.IsStay))
            .Select(same => same.OrderBy(anchor => anchor.Stratum, StringComparer.Ordinal).ThenBy(anchor => anchor.Trigger.Id, StringComparer.Ordinal)
                .ThenBy(anchor => anchor.Claim.Source, StringComparer.Ordinal).ThenBy(anchor => anchor.Claim.Id).First())];
    }

    private static void Chain(List<Anchor> anchors)
    {
        Anchor? open = null;
        foreach (var anchor in anchors.Where(anchor => anchor.IsStay).OrderBy(anchor => anchor.Start).ThenBy(anchor => anchor.Last)
            .ThenBy(anchor => anchor.Claim.Id).ThenBy(anchor => anchor.Trigger.Category, StringComparer.Ordinal))
        {
            if (open is not null && anchor.Start <= open.Last)
            {
                open.Last = anchor.Last > open.Last ? anchor.Last : open.Last;
                anchor.Gone = true;
            }
            else
                open = anchor;
        }
    }

    private static void PullBack(List<Anchor> anchors, int days)
    {
        foreach (var stay in anchors.Where(anchor => anchor.IsStay))
        {
            foreach (var procedure in anchors.Where(anchor => !anchor.IsStay && Setting(anchor.Claim) == "outpatient"
                && anchor.Trigger.Category == stay.Trigger.Category && anchor.ClaimStart <= stay.ClaimStart
                && anchor.ClaimStart >= stay.ClaimStart.AddDays(-days)))
            {
                procedure.Gone = true;
                if (procedure.ClaimStart < stay.Start)
                    stay.Start = procedure.ClaimStart;
            }
        }
    }

    private void Judge(Anchor anchor, SmallPerson person, IReadOnlyList<SmallPerson> people)
    {
        var planned = anchor.End;
        DateOnly Until(EligibilityTime at) => at switch
        {
            EligibilityTime.Start => anchor.Start, EligibilityTime.Anchor => anchor.Last, _ => planned,
        };
        var gap = Gap(anchor.Start, planned, person, people);
        var enrolled = _defined.Eligibility.Where(rule => rule.Rule is EligibilityRule.PartAAndB or EligibilityRule.NoManagedCare)
            .OrderByDescending(rule => rule.At).FirstOrDefault();
        var alive = _defined.Eligibility.FirstOrDefault(rule => rule.Rule == EligibilityRule.Alive);
        var leaves = enrolled is not null && gap <= Until(enrolled.At);
        var dies = alive is not null && person.Death <= (alive.At == EligibilityTime.Start ? anchor.Start.AddDays(-1) : Until(alive.At));
        if (enrolled is not null && (person.PartA > anchor.Start || person.PartB > anchor.Start || gap <= anchor.Start))
            anchor.Reason = "part_a_and_b";
        else if (leaves && enrolled!.Else == EligibilityFailure.Cancel)
            anchor.Reason = "part_a_and_b";
        else if (_defined.Eligibility.Any(rule => rule.Rule == EligibilityRule.NotEsrd) && HasEsrd(anchor.Start, person, people))
            anchor.Reason = "not_esrd";
        else if (_defined.Eligibility.Any(rule => rule.Rule == EligibilityRule.MedicarePrimary) && anchor.Claim.Payer is not null)
            anchor.Reason = "medicare_primary";
        else if (alive is not null && (person.Death < anchor.Start || (dies && alive.Else == EligibilityFailure.Cancel)))
            anchor.Reason = "alive";
        if (leaves && enrolled!.Else == EligibilityFailure.Truncate && gap!.Value.AddDays(-1) < anchor.End)
            anchor.End = gap.Value.AddDays(-1);
        if (dies && alive!.Else == EligibilityFailure.Truncate && person.Death < anchor.End)
            anchor.End = person.Death!.Value;
    }

    /// <summary>The first month between two days in which the person is known not to be enrolled.</summary>
    private static DateOnly? Gap(DateOnly start, DateOnly end, SmallPerson person, IReadOnlyList<SmallPerson> people)
    {
        for (var month = new DateOnly(start.Year, start.Month, 1); month <= end; month = month.AddMonths(1))
        {
            if (!(person.Death < month) && IsEnrolled(month, person, people) == false)
                return month;
        }
        return null;
    }

    /// <summary>Spans tell of every month that any span reaches; without spans a list does that names the person in the year; null when
    /// nothing tells.</summary>
    private static bool? IsEnrolled(DateOnly month, SmallPerson person, IReadOnlyList<SmallPerson> people)
    {
        if (IsSpanned(month, person, people))
            return person.Spans.Any(span => Covers(span, month) && span is { PartA: true, PartB: true, Plan: false });
        if (!people.Any(other => other.Months.Contains(month)) || person.Months.All(known => known.Year != month.Year))
            return null;
        return person.Months.Contains(month);
    }

    private static bool HasEsrd(DateOnly start, SmallPerson person, IReadOnlyList<SmallPerson> people)
    {
        var month = new DateOnly(start.Year, start.Month, 1);
        return !(person.Death < month) && IsSpanned(month, person, people) && person.Spans.Any(span => Covers(span, month))
            ? person.Spans.Any(span => Covers(span, month) && span.Esrd) : person.Status is "11" or "21" or "31";
    }

    private static bool IsSpanned(DateOnly month, SmallPerson person, IReadOnlyList<SmallPerson> people) => person.Spans.Count > 0
        && people.Any(other => other.Spans.Any(span => span.From <= month)) && people.Any(other => other.Spans.Any(span => span.Thru >= month));

    private static bool Covers(SmallSpan span, DateOnly month) => span.From <= month && month <= span.Thru;

    private void Meet(List<Anchor> scope)
    {
        if (_defined.Overlap == OverlapPolicy.KeepFirst)
        {
            DateOnly? busyUntil = null;
            foreach (var anchor in scope.Where(anchor => anchor.Reason is null))
            {
                if (busyUntil is { } busy && anchor.Start <= busy)
                    anchor.Reason = "within_another_episode";
                else
                    busyUntil = anchor.End;
            }
        }
        else if (_defined.Overlap == OverlapPolicy.CancelFirst)
        {
            for (var i = 0; i < scope.Count; i++)
            {
                if (scope.Skip(i + 1).Any(later => later.Start <= scope[i].End))
                    scope[i].Reason ??= "second_anchor";
            }
        }
    }

    private NaiveEpisode Spend(SmallPerson person, Anchor anchor, List<SmallClaim> claims)
    {
        var (lead, after) = (_defined.Lead is { } l ? (int)Figure(l) : 0, _defined.After is { } a ? (int)Figure(a) : 0);
        decimal spending = 0, behind = 0;
        var readmissions = 0;
        foreach (var claim in anchor.Reason is null ? claims : [])
        {
            var setting = Setting(claim);
            if (!_defined.Settings.Contains(setting) || (claim.Id != anchor.Claim.Id && IsExcluded(claim)))
                continue;
            var (counted, watched) = Parts(claim, setting, anchor, lead, after);
            spending += counted * claim.Paid;
            behind += watched * claim.Paid;
            if (setting is "acute" or "critical_access" && claim.From > anchor.Last && counted > 0)
                readmissions++;
        }
        return new NaiveEpisode(person.Key, anchor.Trigger.Category, anchor.Stratum, anchor.Start, anchor.Last, anchor.End, anchor.Reason,
            Math.Round(spending, 6), Math.Round(behind, 6), readmissions);
    }

    private (decimal Counted, decimal Watched) Parts(SmallClaim claim, string setting, Anchor anchor, int lead, int after)
    {
        var rule = _defined.Proration.FirstOrDefault(each => each.Settings.Contains(setting));
        if (rule is null)
        {
            var isWithin = claim.From >= anchor.Start && claim.From <= anchor.End;
            var leads = _defined.LeadSettings.Contains(setting) && claim.From < anchor.Start && claim.From >= anchor.Start.AddDays(-lead);
            return (isWithin || leads ? 1 : 0, claim.From > anchor.End && claim.From <= anchor.End.AddDays(after) ? 1 : 0);
        }
        if (claim.From > anchor.End.AddDays(after) || claim.Thru < anchor.Start.AddDays(-lead))
            return (0, 0);
        int within = 0, beyond = 0, all = 0;
        for (var day = claim.From; day <= claim.Thru; day = day.AddDays(1))
        {
            all++;
            if (day > anchor.End)
                beyond++;
            else if (day >= anchor.Start)
                within++;
        }
        if (rule.Method == ProrationMethod.GeometricMeanStay && beyond > 0 && claim.From >= anchor.Start && claim.From <= anchor.End
            && claim.Drg is { } drg && meanStays.TryGetValue(drg, out var mean))
        {
            var share = Math.Min(within - 1 + Figure(_defined.FirstDayWeight!), mean) / mean;
            return (share, 1 - share);
        }
        return ((decimal)within / all, (decimal)beyond / all);
    }

    private bool IsExcluded(SmallClaim claim) => _defined.Exclusions.Any(exclusion =>
        (exclusion.Settings.Count == 0 || exclusion.Settings.Contains(Setting(claim)))
        && claim.From >= exclusion.From && claim.From <= exclusion.To
        && !(exclusion.CodeType == CodeType.Hcpcs && claim.Source == "i")
        && exclusion.Codes.Any(code => Matches(exclusion.CodeType, code, claim)));

    private static bool Matches(CodeType type, string code, SmallClaim claim) => type switch
    {
        CodeType.Drg => claim.Drg == code,
        CodeType.Hcpcs => claim.Hcpcs == code,
        _ => claim.Diagnosis?.StartsWith(code, StringComparison.Ordinal) == true && claim.Source != "e",
    };

    private decimal Figure(string id, string? category = null) => model.Terms.Figure(id)!.Find(place, category)!.Value;

    private static string Setting(SmallClaim claim) => claim.Type switch
    {
        "60" when claim.Ccn![2] == 'T' => "rehabilitation",
        "60" when int.Parse(claim.Ccn[2..]) is >= 1 and <= 899 => "acute",
        "60" when int.Parse(claim.Ccn[2..]) is >= 3025 and <= 3099 => "rehabilitation",
        "60" => "other_inpatient",
        "20" => "snf",
        "10" => "home_health",
        "40" => "outpatient",
        "71" => "professional",
        "82" => "equipment",
        _ => throw new InvalidOperationException(claim.Type),
    };
}
