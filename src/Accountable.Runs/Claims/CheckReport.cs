using System.Text.Json;

namespace Accountable.Runs.Claims;

/// <summary>A first look at a store, section by section.</summary>
/// <param name="Sections">Its sections.</param>
public sealed record CheckReport(IReadOnlyList<CheckSection> Sections)
{
    /// <summary>Writes one object with a list of rows for each section.</summary>
    public void Write(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("suppression", SmallCells.Sentence);
        foreach (var section in Sections)
        {
            json.WriteStartObject(section.Name);
            json.WriteString("title", section.Title);
            json.WriteString("note", section.Sentence);
            json.WritePropertyName("rows");
            section.Table.Write(json);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}

/// <summary>One table of the look, with its drawings. Small cells are hidden in both.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Sentence">How to read it, or why it is empty.</param>
/// <param name="Table">Its rows.</param>
/// <param name="Charts">Its drawings.</param>
public sealed record CheckSection(string Name, string Title, string Sentence, Table Table, IReadOnlyList<CheckChart> Charts);

/// <summary>A drawing of one series.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Kind">How it is drawn.</param>
/// <param name="Points">Its points in order.</param>
public sealed record CheckChart(string Title, ChartKind Kind, IReadOnlyList<ChartPoint> Points);

/// <summary>How a series is drawn.</summary>
public enum ChartKind
{
    /// <summary>A bar a point; the lighter part is what is still expected.</summary>
    Bars,

    /// <summary>A mark between the low and the high end of what is published.</summary>
    Ranges,
}

/// <summary>A point of a drawing.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Value">The figure; null where it is hidden.</param>
/// <param name="Shown">The figure as text.</param>
/// <param name="Low">The low end of a range.</param>
/// <param name="High">The high end of a range; of a bar, what it is expected to become.</param>
public sealed record ChartPoint(string Label, decimal? Value, string Shown, decimal Low, decimal High);
