using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Accountable.Data.Mips.Qrda;

/// <summary>A QRDA III report turned into QPP submission JSON, or the reasons for which it is refused.</summary>
public sealed class QrdaConversion
{
    /// <summary>The most errors that are listed, as in CMS's tool.</summary>
    private const int MostErrors = 100;

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject? _submission;

    private QrdaConversion(string file, JsonObject? submission, bool setsLeftOut, IReadOnlyList<QrdaError> errors) =>
        (File, _submission, SetsLeftOut, Errors) = (file, submission, setsLeftOut, errors);

    /// <summary>The file's name without its folder.</summary>
    public string File { get; }

    /// <summary>Why the report is refused; empty when it is taken.</summary>
    public IReadOnlyList<QrdaError> Errors { get; }

    /// <summary>Whether the report is taken.</summary>
    public bool IsTaken => Errors.Count == 0;

    /// <summary>
    /// Whether a quality measure of a report of the APP cannot be written, so that its submission has no measurement sets.
    /// </summary>
    public bool SetsLeftOut { get; }

    /// <summary>Reads a report. Whatever the bytes are, the answer is a submission or errors.</summary>
    public static QrdaConversion Of(string file, Stream bytes, ElectronicMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentNullException.ThrowIfNull(measures);
        if (QrdaXml.Read(bytes, out var refused) is not { } root)
            return Refused(file, QrdaError.OfFile(QrdaErrorText.NotXml, $"In this file {refused}."));
        if (QrdaReader.Read(root) is not { } document)
            return Refused(file, QrdaError.OfFile(QrdaErrorText.NotReport));
        try
        {
            if (QrdaRules.Judge(document, measures) is { Count: > 0 } faults)
                return new QrdaConversion(file, null, setsLeftOut: false, Listed(faults, measures));
        }
        catch (UnforeseenException)
        {
            return Refused(file, QrdaError.OfFile(QrdaErrorText.Unforeseen));
        }
        var (submission, setsLeftOut) = QppSubmission.Write(document, measures);
        return new QrdaConversion(file, submission, setsLeftOut, []);
    }

    /// <summary>The submission, or the errors in the shape of CMS's tool, as JSON text.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            if (_submission is not null)
                _submission.WriteTo(json);
            else
                WriteErrors(json);
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static List<QrdaError> Listed(List<QrdaFault> faults, ElectronicMeasures measures)
    {
        List<QrdaError> errors = [.. faults.Take(MostErrors).Select(fault => QrdaError.Of(fault, measures))];
        if (faults.Count > MostErrors)
            errors.Add(QrdaError.OfFile(QrdaErrorText.TooMany, $"{MostErrors} of {faults.Count:N0} are listed."));
        return errors;
    }

    private static QrdaConversion Refused(string file, QrdaError error) => new(file, null, setsLeftOut: false, [error]);

    private void WriteErrors(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("errors");
        json.WriteStartObject();
        json.WriteString("sourceIdentifier", File);
        json.WriteStartArray("details");
        foreach (var error in Errors)
        {
            json.WriteStartObject();
            json.WriteNumber("errorCode", error.Code);
            json.WriteString("message", error.Message);
            if (error.Value is not null)
                json.WriteString("value", error.Value);
            json.WriteStartObject("location");
            if (error.Location.Length > 0)
                json.WriteString("location", error.Location);
            json.WriteString("path", error.Path);
            if (error.Line > 0)
            {
                json.WriteNumber("line", error.Line);
                json.WriteNumber("column", error.Column);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
