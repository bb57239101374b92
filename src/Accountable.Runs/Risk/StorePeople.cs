using System.Data.Common;
using System.Runtime.InteropServices;
using Accountable.Data;
using Accountable.Data.Engines;
using Accountable.Data.Risk;
using Accountable.Data.Store;

namespace Accountable.Runs.Risk;

/// <summary>The two years of a score: diagnoses of one, payment of the next.</summary>
/// <param name="Payment">The payment year.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ScoreYears(PaymentYear Payment)
{
    /// <summary>The year of service: the one before the payment year.</summary>
    public int Service => Payment.Value - 1;

    /// <summary>Its first day.</summary>
    public DateOnly From => new(Service, 1, 1);

    /// <summary>Its last day.</summary>
    public DateOnly To => new DateOnly(Payment.Value, 1, 1).AddDays(-1);

    /// <summary>The last day of the payment year.</summary>
    public DateOnly PaidTo => new DateOnly(Payment.Value + 1, 1, 1).AddDays(-1);
}

/// <summary>The people of a store as the models see them, with those who are left out in findings that count them.</summary>
/// <remarks>They live in the community, and the newest status stands for the payment year .</remarks>
internal sealed class StorePeople
{
    private const string Source = "store";
    private static readonly string[] RenalStatuses = ["11", "21", "31"];

    private readonly SortedDictionary<Reason, int> _counts = [];
    private readonly List<PersonRow> _rows = [];
    private readonly Dictionary<long, int> _places = [];
    private readonly HashSet<long> _known = [];
    private readonly bool _isEsrdModel;
    private readonly ScoreYears _years;

    private StorePeople(ScoreYears years, bool isEsrdModel) => (_years, _isEsrdModel) = (years, isEsrdModel);

    /// <summary>Why a person is left out, or what is taken for granted of one.</summary>
    private enum Reason
    {
        NoDemographics,
        NoIdentifier,
        NoBirthDate,
        NoSex,
        NoEntitlementReason,
        NoPartB,
        Died,
        OtherModel,
        DualWithoutCode,
        NoDualStatus,
    }

    /// <summary>The place of each person among the people, by key.</summary>
    public IReadOnlyDictionary<long, int> Places => _places;

    /// <summary>Whether the store has demographics or months of a person.</summary>
    public bool Knows(long key) => _known.Contains(key);

    /// <summary>Reads the people of a store.</summary>
    /// <param name="engine">An engine with the schemas <c>input</c> and <c>core</c>.</param>
    /// <param name="aco">The ACO; null for all.</param>
    /// <param name="years">The years.</param>
    /// <param name="isEsrdModel">Whether the models are those of people with ESRD.</param>
    public static StorePeople Read(IEngine engine, string? aco, ScoreYears years, bool isEsrdModel)
    {
        var people = new StorePeople(years, isEsrdModel);
        using var reader = engine.Query(FactModels.Sql("risk_people"),
            ("aco", aco), ("service_from", years.From), ("service_to", years.To), ("paid_to", years.PaidTo));
        while (reader.Read())
            people.Add(reader);
        return people;
    }

    /// <summary>Reads the people of a store for both kinds of models, in the order of their keys, and keeps none of them. Who cannot be
    /// scored is left out.</summary>
    /// <param name="engine">An engine with the schemas <c>input</c> and <c>core</c>.</param>
    /// <param name="aco">The ACO; null for all.</param>
    /// <param name="years">The years.</param>
    public static IEnumerable<(long Key, bool IsRenal, PersonRow Row)> Stream(IEngine engine, string? aco, ScoreYears years)
    {
        var (general, renal) = (new StorePeople(years, isEsrdModel: false), new StorePeople(years, isEsrdModel: true));
        using var reader = engine.Stream(FactModels.Sql("risk_people"),
            ("aco", aco), ("service_from", years.From), ("service_to", years.To), ("paid_to", years.PaidTo));
        while (reader.Read())
        {
            var isRenal = IsRenal(reader);
            if ((isRenal ? renal : general).Row(reader, isRenal) is { } row)
                yield return (reader.GetInt64(0), isRenal, row);
        }
    }

    /// <summary>The people, and with them those whom only claims know.</summary>
    /// <param name="strangers">People with diagnoses of whom the store has neither demographics nor months.</param>
    /// <param name="coverage">What claims of the year of service lack; null when they fill it.</param>
    public PeopleFile ToFile(int strangers, Finding? coverage)
    {
        var findings = _counts.Select(pair => Finding(pair.Key, pair.Value)).ToList();
        if (coverage is not null)
            findings.Insert(0, coverage);
        if (strangers > 0)
        {
            findings.Insert(0, new Finding(Severity.RowRefused, Source, 0, "person_id",
                $"{People(strangers)} with diagnoses and without demographics, not scored",
                "Import the deliveries whose CCLF8 names them"));
        }
        return PeopleFile.Of(Source, _rows, _known.Count + strangers, findings);
    }

    private void Add(DbDataReader reader)
    {
        var key = reader.GetInt64(0);
        _known.Add(key);
        if (Row(reader, IsRenal(reader)) is not { } row)
            return;
        _places.Add(key, _rows.Count);
        _rows.Add(row);
    }

    private static string? Text(DbDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetString(at).Trim();

    private static bool IsRenal(DbDataReader reader) =>
        reader.IsDBNull(9) ? RenalStatuses.Contains(Text(reader, 6), StringComparer.Ordinal) : reader.GetInt32(9) == 1;

    /// <summary>The person as the models see it; null for one who is left out, which is counted.</summary>
    private PersonRow? Row(DbDataReader reader, bool isRenal)
    {
        string? Text(int at) => StorePeople.Text(reader, at);
        int? Whole(int at) => reader.IsDBNull(at) ? null : reader.GetInt32(at);
        DateOnly? Date(int at) => reader.IsDBNull(at) ? null : Day(reader.GetValue(at));

        var died = Date(7);
        var type = Whole(9);
        var reason = Text(4) is ['0' or '1' or '2' or '3'] orec ? orec[0] - '0' : (int?)null;
        var isNew = IsNew(Date(8), Whole(10), Whole(11), Whole(12), Whole(13));
        Reason? why = died <= _years.To ? Reason.Died
            : isRenal != _isEsrdModel ? Reason.OtherModel
            : Date(2) is null && Text(3) is null && reason is null ? Reason.NoDemographics
            : Text(1) is null ? Reason.NoIdentifier
            : Date(2) is null ? Reason.NoBirthDate
            : Text(3) is not ("1" or "2") ? Reason.NoSex
            : reason is null ? Reason.NoEntitlementReason
            : isNew is null ? Reason.NoPartB
            : null;
        if (why is { } left)
        {
            Count(left);
            return null;
        }

        // Nothing tells a graft from dialysis: A-604.
        return new PersonRow(0, Text(1)!, null, Date(2), Text(3) == "2", reason!.Value,
            !_isEsrdModel ? "" : isNew!.Value ? "NE_DIAL" : "DIAL", null, Dual(Text(5), type), isRenal, false, isNew, null);
    }

    /// <summary>Fewer than twelve months of Part B in the year of service: as spans of enrollment say it, else monthly statuses
    /// of the whole year, else the day it began, else the assignment lists; null when none of them says anything.</summary>
    private bool? IsNew(DateOnly? begin, int? listed, int? ofSpans, int? stated, int? ofStatuses) =>
        ofSpans is { } spans ? spans < 12
        : stated == 12 ? ofStatuses < 12
        : begin is { } day ? day > _years.From
        : listed is > 0 ? listed < 12
        : null;

    /// <summary>The dual status code. Where there is none, a month of the type of the aged and dual tells that there should be
    /// one .</summary>
    private string Dual(string? code, int? type)
    {
        if (code is { Length: > 0 } and not "NA")
            return code;
        if (type == 3)
            Count(Reason.DualWithoutCode);
        else if (code is null)
            Count(Reason.NoDualStatus);
        return "";
    }

    private void Count(Reason reason) => _counts[reason] = _counts.GetValueOrDefault(reason) + 1;

    private Finding Finding(Reason reason, int count)
    {
        var (severity, column, what, then) = reason switch
        {
            Reason.NoDemographics => (Severity.RowRefused, "person_id", "with months of enrollment and without demographics, not scored",
                "Import the deliveries whose CCLF8 names them"),
            Reason.NoIdentifier => (Severity.RowRefused, "person_id", "without an identifier, not scored",
                "Look at the files of the store"),
            Reason.NoBirthDate => (Severity.RowRefused, "birth_date", "without a birth date, not scored",
                "Look at their rows of CCLF8"),
            Reason.NoSex => (Severity.RowRefused, "sex", "without a sex that the models know, not scored",
                "Look at their rows of CCLF8"),
            Reason.NoEntitlementReason => (Severity.RowRefused, "orec",
                "without an original reason for entitlement, not scored", "Look at their rows of CCLF8"),
            Reason.NoPartB => (Severity.RowRefused, "new_enrollee",
                $"of whom no source says when they had Part B in {_years.Service}, not scored",
                "Import spans of enrollment or assignment lists of that year"),
            Reason.Died => (Severity.Warning, "", $"who died before {_years.Payment}, not scored", "Nothing, if the dates are right"),
            Reason.OtherModel when _isEsrdModel => (Severity.Warning, "esrd",
                "without end-stage renal disease, not scored by this model", "Score them with the model of the payment year"),
            Reason.OtherModel => (Severity.Warning, "esrd", "with end-stage renal disease, not scored by this model",
                "Score them with ESRDV24 or ESRDV21"),
            Reason.DualWithoutCode => (Severity.Warning, "dual_status",
                "who are dual by their enrollment type and have no dual status code, scored as not dual",
                "Import a delivery whose CCLF8 has the code"),
            _ => (Severity.Warning, "dual_status", "without a dual status code, scored as not dual",
                "Import a delivery whose CCLF8 has the code"),
        };
        return new Finding(severity, Source, 0, column, $"{People(count)} {what}", then);
    }

    private static string People(int count) => count == 1 ? "1 person" : $"{count:N0} people";

    private static DateOnly Day(object value) => value is DateTime day ? DateOnly.FromDateTime(day) : (DateOnly)value;
}
