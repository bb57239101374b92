using System.Globalization;
using Accountable.Synthetic.Care;
using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.People;

namespace Accountable.Synthetic.Truth;

/// <summary>An episode as it must come out.</summary>
internal sealed class Episode
{
    public required Bundle Bundle { get; init; }

    public required string Category { get; init; }

    public required Claim Anchor { get; init; }

    public required bool IsStay { get; init; }

    /// <summary>The first day of the anchor itself.</summary>
    public required int AnchorStart { get; init; }

    public required int Start { get; set; }

    public required int AnchorEnd { get; set; }

    public required long Id { get; init; }

    public int End { get; set; }

    /// <summary>Why it is cancelled; null when it is not.</summary>
    public string? Reason { get; set; }

    /// <summary>Each service of which something counts, with its part and the whole.</summary>
    public List<(Service Service, decimal Part, decimal Whole)> Counted { get; } = [];

    /// <summary>Cents, parts of cents among them.</summary>
    public decimal Spending => Counted.Sum(each => Cents(each.Service, each.Part, each.Whole));

    public static decimal Cents(Service service, decimal part, decimal whole) => part == whole ? service.Paid : service.Paid * part / whole;
}

/// <summary>Finds the episodes of a person by plain loops over what stands of the claims.</summary>
internal static class Episodes
{
    private const int FirstDayCounts = 2;
    private const decimal Hundred = 100;

    public static IEnumerable<Episode> Of(Person person, List<Service> services) =>
        Bundle.All.SelectMany(bundle => Of(bundle, person, services));

    private static IEnumerable<Episode> Of(Bundle bundle, Person person, List<Service> services)
    {
        var episodes = Anchors(bundle, services);
        if (bundle.JoinsStays)
            Join(episodes);
        if (bundle.PullBack >= 0)
            PullBack(bundle, episodes);
        foreach (var episode in episodes)
        {
            episode.End = (bundle.FromDischarge ? episode.AnchorEnd : episode.Start) + bundle.Days - 1;
            Ask(episode, person);
        }
        Meet(bundle, episodes);
        foreach (var episode in episodes.Where(episode => episode.End >= bundle.FirstDay && episode.End <= bundle.LastDay))
        {
            if (episode.Reason is null)
                episode.Counted.AddRange(services.Select(service => Part(episode, service)).Where(each => each.Part > 0));
            yield return episode;
        }
    }

    /// <summary>One for each category, first and last day.</summary>
    private static List<Episode> Anchors(Bundle bundle, List<Service> services)
    {
        var found = new List<Episode>();
        foreach (var service in services)
        {
            foreach (var trigger in bundle.Triggers.Where(trigger => trigger.Setting == service.Setting))
            {
                foreach (var day in Days(trigger, service).Where(day => day >= trigger.From))
                {
                    found.Add(new Episode
                    {
                        Bundle = bundle, Category = trigger.Category, Anchor = service.Claim, IsStay = service.IsStay, AnchorStart = day,
                        Start = day, AnchorEnd = service.IsStay ? service.Thru : day, Id = service.Version.Id,
                    });
                }
            }
        }
        return [.. found.OrderBy(each => each.Start).ThenBy(each => each.AnchorEnd).ThenBy(each => each.Category, StringComparer.Ordinal)
            .ThenBy(each => each.Id).DistinctBy(each => (each.Category, each.Start, each.AnchorEnd, each.IsStay))];
    }

    /// <summary>The days on which a service triggers: a stay by its group or principal diagnosis, a department by the codes of its
    /// lines.</summary>
    private static IEnumerable<int> Days(Trigger trigger, Service service) => trigger.Setting switch
    {
        Setting.Outpatient => service.Version.Lines.Where(line => trigger.Codes.Contains(line.Hcpcs)).Select(line => line.From),
        Setting.Rehabilitation =>
            trigger.Codes.Any(code => service.Claim.Diagnoses[0].StartsWith(code, StringComparison.Ordinal)) ? [service.From] : [],
        _ => trigger.Codes.Contains(service.Code) ? [service.From] : [],
    };

    private static void Join(List<Episode> episodes)
    {
        Episode? open = null;
        foreach (var stay in episodes.Where(each => each.IsStay).ToList())
        {
            if (open is null || stay.Start > open.AnchorEnd)
            {
                open = stay;
                continue;
            }
            open.AnchorEnd = Math.Max(open.AnchorEnd, stay.AnchorEnd);
            episodes.Remove(stay);
        }
    }

    private static void PullBack(Bundle bundle, List<Episode> episodes)
    {
        var taken = new HashSet<Episode>();
        foreach (var stay in episodes.Where(each => each.IsStay))
        {
            foreach (var procedure in episodes.Where(each => !each.IsStay && each.Category == stay.Category
                && each.AnchorStart <= stay.AnchorStart && each.AnchorStart >= stay.AnchorStart - bundle.PullBack))
            {
                stay.Start = Math.Min(stay.Start, procedure.AnchorStart);
                taken.Add(procedure);
            }
        }
        episodes.RemoveAll(taken.Contains);
    }

    /// <summary>Enrolment in each month, renal disease and another payer at the start, life.</summary>
    private static void Ask(Episode episode, Person person)
    {
        var gap = Gap(episode, person);
        if (gap is { } day && (day <= episode.Start || !episode.Bundle.EndsAtGap))
            episode.Reason = "part_a_and_b";
        else if (person.Months[person.MonthOf(episode.Start)].HasFlag(Month.Esrd))
            episode.Reason = "not_esrd";
        else if (episode.Anchor.PrimaryPayer is not null)
            episode.Reason = "medicare_primary";
        else if (person.DeathDay > 0 && person.DeathDay <= (episode.Bundle.ToTheEnd ? episode.End : episode.AnchorEnd))
            episode.Reason = "alive";
        if (gap is { } end && episode.Reason is null)
            episode.End = end - 1;
    }

    /// <summary>The first day of the first month without Parts A and B, or in a health plan; null without one. Nothing is known of months
    /// behind the last year, and months behind a death are not asked.</summary>
    private static int? Gap(Episode episode, Person person)
    {
        for (var month = person.MonthOf(episode.Start); month <= person.MonthOf(episode.End) && month < person.MonthCount; month++)
        {
            var first = Layouts.Days.Of(person.FirstYear + month / 12, month % 12 + 1, 1);
            if (person.IsAliveOn(first) && !person.IsFeeForService(month))
                return first;
        }
        return null;
    }

    private static void Meet(Bundle bundle, List<Episode> episodes)
    {
        episodes.Sort((a, b) => (a.Start, a.AnchorEnd).CompareTo((b.Start, b.AnchorEnd)) is not 0 and var order ? order
            : string.CompareOrdinal(a.Category, b.Category) is not 0 and var category ? category : a.Id.CompareTo(b.Id));
        var busy = int.MinValue;
        for (var i = 0; i < episodes.Count; i++)
        {
            var episode = episodes[i];
            if (bundle.Meeting == Meeting.TheEarlierIsCancelled && episodes.Skip(i + 1).Any(later => later.Start <= episode.End))
                episode.Reason ??= "second_anchor";
            if (bundle.Meeting != Meeting.TheLaterIsNone || episode.Reason is not null)
                continue;
            if (episode.Start <= busy)
                episode.Reason = "within_another_episode";
            else
                busy = episode.End;
        }
    }

    private static (Service Service, decimal Part, decimal Whole) Part(Episode episode, Service service)
    {
        var bundle = episode.Bundle;
        if (service.Claim != episode.Anchor && service.Setting is Setting.Acute or Setting.Professional or Setting.Equipment
            && bundle.Excluded.Contains(service.Code))
            return (service, 0, 1);
        var within = Math.Min(service.Thru, episode.End) - Math.Max(service.From, episode.Start) + 1;
        if (bundle.ByMeanStay && service.Setting == Setting.Acute)
        {
            var isOver = service.From >= episode.Start && service.From <= episode.End && service.Thru > episode.End;
            return isOver && Bundle.MeanStays.TryGetValue(service.Code ?? "", out var hundredths)
                ? (service, Math.Min(within - 1 + FirstDayCounts, hundredths / Hundred), hundredths / Hundred)
                : (service, within, service.Thru - service.From + 1);
        }
        if (bundle.ByDays.Contains(service.Setting))
            return (service, within, service.Thru - service.From + 1);
        var leads = bundle.LeadIn.Contains(service.Setting) && service.From < episode.Start && service.From >= episode.Start - bundle.Lead;
        return (service, leads || (service.From >= episode.Start && service.From <= episode.End) ? 1 : 0, 1);
    }

    public static void Add(Feeds.Pieces pieces, string person, Episode episode)
    {
        var head = $"{episode.Bundle.Model},{person},{Layouts.Days.Iso(episode.Start)}";
        if (episode.Reason is { } reason)
        {
            Row(pieces[pieces.Files.CancelledEpisodes], $"{head},{Layouts.Days.Iso(episode.End)},{reason}");
            return;
        }
        Row(pieces[pieces.Files.Episodes], $"{head},{Layouts.Days.Iso(episode.End)},{Dollars(episode.Spending)}");
        foreach (var (service, part, whole) in episode.Counted)
        {
            Row(pieces[pieces.Files.EpisodeLines], string.Create(CultureInfo.InvariantCulture,
                $"{head},{service.Version.Id},{Layouts.Days.Iso(service.From)},{Layouts.Days.Iso(service.Thru)},{Dollars(service.Paid)},")
                + Dollars(Episode.Cents(service, part, whole)));
        }
    }

    private static string Dollars(decimal cents) => (cents / Hundred).ToString("0.00", CultureInfo.InvariantCulture);

    private static void Row(Lines lines, string text)
    {
        lines.Text(text);
        lines.EndLine();
    }
}
