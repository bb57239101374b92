using System.Text.Json;

namespace Accountable.Data.Store;

/// <summary>A file of a delivery as it lies in the store.</summary>
public sealed record StoredFile
{
    /// <summary>Its number in the store; rows carry it.</summary>
    public required int Id { get; init; }

    /// <summary>The table that holds its rows, such as cclf1.</summary>
    public required string Table { get; init; }

    /// <summary>Its name, without folders.</summary>
    public required string Name { get; init; }

    /// <summary>The delivery it belongs to, such as <c>A1234 2021-01-15 M2021</c>.</summary>
    public required string Delivery { get; init; }

    /// <summary>The ACO it was made for.</summary>
    public required string Aco { get; init; }

    /// <summary>The day it was made.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The kind of source it is: cclf, report, participants, fhir, rif, or a mapping.</summary>
    public string Source { get; init; } = "cclf";

    /// <summary>Whether these are rows that the file filled besides the ones that stand for its own.</summary>
    public bool IsDerived { get; init; }

    /// <summary>SHA-256 of its bytes.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Its bytes, unpacked.</summary>
    public required long Bytes { get; init; }

    /// <summary>The record length that chose its layout.</summary>
    public required int RecordLength { get; init; }

    /// <summary>The rows that CCLF0 says it has; null where there was no CCLF0.</summary>
    public required long? RowsExpected { get; init; }

    /// <summary>Its lines.</summary>
    public required long RowsRead { get; init; }

    /// <summary>The rows in the store.</summary>
    public required long RowsLoaded { get; init; }

    /// <summary>The rows in quarantine. Read = loaded + refused.</summary>
    public required long RowsRefused { get; init; }

    /// <summary>The file of the store that holds the rows; null when there are none.</summary>
    public required string? Part { get; init; }

    /// <summary>The file of the store that holds the refused rows; null when there are none.</summary>
    public required string? Quarantine { get; init; }
}

/// <summary>What the store holds: the one file that says which parts count.</summary>
public sealed record StoreManifest
{
    /// <summary>The layout of the store's tables that this program writes.</summary>
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Indented =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The layout of the store's tables.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>How often the store was changed.</summary>
    public int Generation { get; init; }

    /// <summary>The number that the next file gets; numbers are not used again.</summary>
    public int NextId { get; init; } = 1;

    /// <summary>The files, in the order they came.</summary>
    public IReadOnlyList<StoredFile> Files { get; init; } = [];

    /// <summary>Reads it.</summary>
    /// <exception cref="FileRefusedException">It is no manifest, or one of a newer program.</exception>
    public static StoreManifest Read(string path)
    {
        StoreManifest? manifest = null;
        try
        {
            manifest = JsonSerializer.Deserialize<StoreManifest>(File.ReadAllBytes(path), Indented);
        }
        catch (JsonException)
        {
            // Said below.
        }
        return manifest is { Format: CurrentFormat }
            ? manifest
            : throw new FileRefusedException(new Finding(Severity.FileRefused, path, 0, "", manifest is null
                ? "this is no store's manifest" : $"the store has format {manifest.Format}, this program reads {CurrentFormat}",
                "Use the program that made the store"));
    }

    /// <summary>The manifest as JSON.</summary>
    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Indented), (byte)'\n'];
}
