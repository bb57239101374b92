using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.People;

namespace Accountable.Synthetic.Reports;

/// <summary>What assignment needs and claim files do not carry: spans of enrolment and the choices of main clinicians. The columns are
/// our own.</summary>
internal static class Eligibility
{
    public const string SpansHeader = "person_id,from_month,thru_month,part_a,part_b,health_plan,in_us,dual,esrd";
    public const string DesignationsHeader = "person_id,designated_on,tin,npi";

    /// <summary>A row for each run of months in which nothing changes; months after death have none.</summary>
    public static void AddSpans(Lines lines, Person person, string mbi)
    {
        for (var from = 0; from < person.MonthCount;)
        {
            var flags = person.Months[from];
            var to = from;
            while (to + 1 < person.MonthCount && person.Months[to + 1] == flags)
                to++;
            if ((flags & (Month.PartA | Month.PartB)) != Month.None)
            {
                lines.Text($"{mbi},{Name(person, from)},{Name(person, to)},{Bit(flags, Month.PartA)},{Bit(flags, Month.PartB)},"
                    + $"{Bit(flags, Month.HealthPlan)},{1 - Bit(flags, Month.Abroad)},{Bit(flags, Month.Dual)},{Bit(flags, Month.Esrd)}");
                lines.EndLine();
            }
            from = to + 1;
        }
    }

    public static void AddDesignations(Lines lines, Person person, string mbi)
    {
        foreach (var designation in person.Designations)
        {
            lines.Text($"{mbi},{Days.Iso(designation.Day)},{designation.Practice.Tin},{designation.Clinician.Npi}");
            lines.EndLine();
        }
    }

    private static int Bit(Month flags, Month flag) => (flags & flag) != Month.None ? 1 : 0;

    private static string Name(Person person, int month) => $"{person.FirstYear + month / 12}-{month % 12 + 1:00}";
}
