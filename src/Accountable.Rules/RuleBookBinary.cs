using System.Reflection;
using System.Text;
using Accountable.Rules.Catalogue;

namespace Accountable.Rules;

/// <summary>The compiled rule book: what the build checked, in a form that loads in a few milliseconds.</summary>
internal static class RuleBookBinary
{
    private const int Version = 2;

    public static RuleBook ReadEmbedded()
    {
        var assembly = typeof(RuleBookBinary).Assembly;
        using var stream = assembly.GetManifestResourceStream("rules.bin")
            ?? throw new InvalidOperationException("The compiled rule book is missing from the assembly.");
        return new RuleBook(Read(stream), path => ReadResource(assembly, path)) { IsCompiled = true };
    }

    public static void Write(Stream stream, RuleBookContent content)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Version);
        writer.Write(content.AsOf.DayNumber);
        writer.Write(content.Hash);
        WriteList(writer, content.Parameters, WriteParameter);
        WriteList(writer, content.Coverage, (w, entry) =>
        {
            w.Write(entry.Programme);
            w.Write(entry.Years);
            w.Write(entry.Section);
            w.Write(entry.What);
            w.Write(entry.Status);
            WriteText(w, entry.Note);
        });
        WriteList(writer, content.Tables, (w, table) =>
        {
            w.Write(table.Path);
            w.Write(table.Title);
            w.Write(table.Source);
            w.Write(table.Licence);
            w.Write(table.Years);
            w.Write(table.Sha256);
        });
        WriteList(writer, content.Catalogues.Models, WriteModel);
        WriteList(writer, content.Catalogues.Terms, (w, term) =>
        {
            w.Write(term.Term);
            WriteList(w, term.Aliases, (inner, alias) => inner.Write(alias));
            w.Write(term.Sentence);
            w.Write(term.Citation);
            WriteList(w, term.See, (inner, see) => inner.Write(see));
        });
    }

    public static RuleBookContent Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        if (reader.ReadInt32() != Version)
            throw new InvalidDataException("The compiled rule book is of another version.");
        var asOf = DateOnly.FromDayNumber(reader.ReadInt32());
        var hash = reader.ReadString();
        var parameters = ReadList(reader, ReadParameter);
        var coverage = ReadList(reader, r => new CoverageEntry(
            r.ReadString(), r.ReadString(), r.ReadString(), r.ReadString(), r.ReadString(), ReadText(r)));
        var tables = ReadList(reader, r => new TableMeta
        {
            Path = r.ReadString(),
            Title = r.ReadString(),
            Source = r.ReadString(),
            Licence = r.ReadString(),
            Years = r.ReadString(),
            Sha256 = r.ReadString(),
        });
        var models = ReadList(reader, ReadModel);
        var terms = ReadList(reader, r => new GlossaryTerm(
            r.ReadString(),
            ReadList(r, inner => inner.ReadString()),
            r.ReadString(),
            r.ReadString(),
            ReadList(r, inner => inner.ReadString())));
        return new RuleBookContent(parameters, asOf, hash, coverage, tables) { Catalogues = new Catalogues(models, terms) };
    }

    private static void WriteModel(BinaryWriter writer, CatalogueModel model)
    {
        writer.Write(model.Id);
        WriteList(writer, model.Aliases, (w, alias) => w.Write(alias));
        string[] texts =
        [
            model.Name, model.Sponsor, model.Law, model.Risk, model.Pays, model.Cehrt, model.Quality, model.LearnMore,
        ];
        foreach (var text in texts)
            writer.Write(text);
        writer.Write((byte)model.Kind);
        writer.Write((byte)model.Payer);
        writer.Write((byte)model.List);
        writer.Write(model.MedicalHomeModel);
        writer.Write(model.From.DayNumber);
        writer.Write(model.To?.DayNumber ?? 0);
        WriteList(writer, model.Statuses, (w, status) =>
        {
            w.Write(status.Years.From);
            w.Write(status.Years.To);
            w.Write(status.AdvancedApm);
            w.Write(status.MipsApm);
            w.Write(status.Citation);
            w.Write((byte)status.Verified);
            WriteText(w, status.Note);
        });
    }

    private static CatalogueModel ReadModel(BinaryReader reader) => new()
    {
        Id = reader.ReadString(),
        Aliases = ReadList(reader, r => r.ReadString()),
        Name = reader.ReadString(),
        Sponsor = reader.ReadString(),
        Law = reader.ReadString(),
        Risk = reader.ReadString(),
        Pays = reader.ReadString(),
        Cehrt = reader.ReadString(),
        Quality = reader.ReadString(),
        LearnMore = reader.ReadString(),
        Kind = (ModelKind)reader.ReadByte(),
        Payer = (ModelPayer)reader.ReadByte(),
        List = (ClinicianList)reader.ReadByte(),
        MedicalHomeModel = reader.ReadBoolean(),
        From = DateOnly.FromDayNumber(reader.ReadInt32()),
        To = reader.ReadInt32() is var day and not 0 ? DateOnly.FromDayNumber(day) : null,
        Statuses = ReadList(reader, r => new ModelStatus(
            new AxisSpan(r.ReadInt32(), r.ReadInt32()),
            r.ReadBoolean(),
            r.ReadBoolean(),
            r.ReadString(),
            (Verified)r.ReadByte(),
            ReadText(r))),
    };

    private static void WriteParameter(BinaryWriter writer, Parameter parameter)
    {
        writer.Write(parameter.Id);
        writer.Write(parameter.Label);
        writer.Write((byte)parameter.Unit);
        writer.Write((byte)parameter.Axis);
        WriteText(writer, parameter.By);
        WriteList(writer, parameter.Members, (w, member) => w.Write(member));
        writer.Write(parameter.Covers.From);
        writer.Write(parameter.Covers.To);
        WriteList(writer, parameter.Gaps, (w, gap) =>
        {
            w.Write(gap.From);
            w.Write(gap.To);
        });
        WriteText(writer, parameter.Note);
        writer.Write(parameter.File);
        WriteList(writer, parameter.Values, (w, value) =>
        {
            w.Write(value.For.From);
            w.Write(value.For.To);
            WriteText(w, value.Of);
            w.Write(value.Number.HasValue);
            w.Write(value.Number ?? 0);
            WriteText(w, value.Table);
            w.Write(value.Enacted.DayNumber);
            w.Write((byte)value.Authority);
            w.Write(value.Citation);
            w.Write((byte)value.Verified);
            WriteText(w, value.Note);
        });
    }

    private static Parameter ReadParameter(BinaryReader reader) => new()
    {
        Id = reader.ReadString(),
        Label = reader.ReadString(),
        Unit = (ParameterUnit)reader.ReadByte(),
        Axis = (Axis)reader.ReadByte(),
        By = ReadText(reader),
        Members = ReadList(reader, r => r.ReadString()),
        Covers = new AxisSpan(reader.ReadInt32(), reader.ReadInt32()),
        Gaps = ReadList(reader, r => new AxisSpan(r.ReadInt32(), r.ReadInt32())),
        Note = ReadText(reader),
        File = reader.ReadString(),
        Values = ReadList(reader, ReadValue),
    };

    private static LawValue ReadValue(BinaryReader reader)
    {
        var span = new AxisSpan(reader.ReadInt32(), reader.ReadInt32());
        var of = ReadText(reader);
        var hasNumber = reader.ReadBoolean();
        var number = reader.ReadDecimal();
        return new LawValue
        {
            For = span,
            Of = of,
            Number = hasNumber ? number : null,
            Table = ReadText(reader),
            Enacted = DateOnly.FromDayNumber(reader.ReadInt32()),
            Authority = (Authority)reader.ReadByte(),
            Citation = reader.ReadString(),
            Verified = (Verified)reader.ReadByte(),
            Note = ReadText(reader),
        };
    }

    private static void WriteText(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
            writer.Write(text);
    }

    private static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static void WriteList<T>(BinaryWriter writer, IReadOnlyList<T> items, Action<BinaryWriter, T> write)
    {
        writer.Write(items.Count);
        foreach (var item in items)
            write(writer, item);
    }

    private static List<T> ReadList<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var count = reader.ReadInt32();
        var items = new List<T>(count);
        for (var i = 0; i < count; i++)
            items.Add(read(reader));
        return items;
    }

    private static string? ReadResource(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name);
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
