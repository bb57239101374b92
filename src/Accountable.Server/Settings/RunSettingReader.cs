using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Accountable.Data;
using Accountable.Data.Factors;
using Accountable.Data.Qpp;
using Accountable.Data.Reports;

namespace Accountable.Server.Settings;

/// <summary>Files that were read as a setting: good ones packed, with what the reader found.</summary>
internal sealed record RunSettingContent(string Sha256, IReadOnlyList<RunSettingFile> Files, byte[] Packed,
    IReadOnlyList<Finding> Findings);

/// <summary>Reads the files of a setting with the reader that runs use, so that what is wrong is said when it is given.</summary>
internal static class RunSettingReader
{
    private const long GreatestSize = 512L << 20;
    private static readonly string[] FactorNames = ["national.csv", "regional.csv", "acpt.csv", "regional-risk-cap.csv", "risk.csv"];

    // Zip knows no year before it; the same files are to give the same bytes.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads what lies in a folder.</summary>
    /// <exception cref="FileRefusedException">It is not what the kind needs.</exception>
    public static RunSettingContent Read(RunSettingKind kind, string folder)
    {
        var root = RootOf(kind, folder);
        if (Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length) > GreatestSize)
            throw Refused("the upload", "the files are larger than a setting may be", "Give only the files that runs read");
        var findings = kind switch
        {
            RunSettingKind.Factors => FactorFolder.Read(root).Findings,
            RunSettingKind.QpFacts => FactsFolder.Read(root).Findings,
            RunSettingKind.Truncation => TruncationThresholds.Read(Single(root)).Findings,
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => (Path: path, Name: Path.GetRelativePath(root, path).Replace('\\', '/'))).ToList();
        var known = files.Select(file => new RunSettingFile(file.Name, HashOf(File.ReadAllBytes(file.Path)),
            new FileInfo(file.Path).Length)).ToList();
        return new RunSettingContent(known is [var one] ? one.Sha256 : HashOf(Encoding.UTF8.GetBytes(string.Concat(
            known.Select(file => $"{file.Sha256}  {file.File}\n")))), known, Packed(files), findings);
    }

    /// <summary>The hash of a value.</summary>
    public static string HashOf(string value) => HashOf(Encoding.UTF8.GetBytes(value));

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The folder that holds what the kind needs: files may have come in a folder, or in a zip of one.</summary>
    private static string RootOf(RunSettingKind kind, string folder)
    {
        if (kind == RunSettingKind.Truncation)
            return folder;
        var folders = Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Prepend(folder);
        var isFactors = kind == RunSettingKind.Factors;
        return folders.FirstOrDefault(each => Directory.EnumerateFiles(each).Select(Path.GetFileName).OfType<string>()
            .Any(name => isFactors ? IsFactors(name) : name == "entities.csv"))
            ?? throw (isFactors
                ? Refused("the upload", $"no file here is one of factors ({string.Join(", ", FactorNames)}, or county in its name)",
                    "docs/reference/benchmark-inputs.md says what they hold")
                : Refused("the upload", "there is no entities.csv here", "docs/reference/qpp-facts.md lists the files of a folder"));
    }

    private static bool IsFactors(string name) => FactorNames.Contains(name, StringComparer.OrdinalIgnoreCase)
        || (name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && name.Contains("county", StringComparison.OrdinalIgnoreCase));

    private static string Single(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToList() is [var one] ? one
            : throw Refused("the upload", "this takes one file", "Give the CSV alone");

    private static byte[] Packed(List<(string Path, string Name)> files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (path, name) in files)
            {
                var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
                entry.LastWriteTime = NoTime;
                using var target = entry.Open();
                using var source = File.OpenRead(path);
                source.CopyTo(target);
            }
        }
        return bytes.ToArray();
    }

    private static FileRefusedException Refused(string file, string what, string then) =>
        new(new Finding(Severity.FileRefused, file, 0, "", what, then));
}
