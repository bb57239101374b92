using System.IO.Compression;
using Accountable.Data;
using Accountable.Data.Claims;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Server.Api;

namespace Accountable.Server.Imports;

/// <summary>Where the files of one upload wait: a folder of its own, deleted when they were read.</summary>
internal sealed class UploadFolder
{
    private const int GreatestName = 120;

    /// <summary>Makes the folder.</summary>
    public UploadFolder(string uploads)
    {
        Location = Path.Combine(uploads, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Location);
    }

    /// <summary>The folder.</summary>
    public string Location { get; }

    /// <summary>Writes a file under the name that CMS gave it, in the folder that its name names last: lists that do not say whose they are
    /// lie in a folder named after their ACO.</summary>
    /// <param name="given">Its name, with folders.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="wholePath">Whether it keeps every folder of its name.</param>
    /// <param name="stop">Set when the upload breaks off.</param>
    public async Task Take(string given, Stream content, bool wholePath, CancellationToken stop)
    {
        var parts = given.Split('/', '\\', StringSplitOptions.RemoveEmptyEntries);
        var name = Plain(parts.LastOrDefault() ?? "");
        var folder = Path.Combine([Location, .. parts.SkipLast(1).TakeLast(wholePath ? parts.Length : 1).Select(Plain)]);
        Directory.CreateDirectory(folder);
        var target = Path.Combine(folder, name);
        if (File.Exists(target))
            throw ApiProblem.BadRequest($"two files are named {name}");
        await using var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await content.CopyToAsync(file, stop);
    }

    /// <summary>Moves files out of the way of those of CMS's own names, each with the folder that it lies in.</summary>
    /// <param name="wanted">Whether a file of this name is one.</param>
    /// <returns>Where they are; null when there is none.</returns>
    public string? SetAside(Func<string, bool> wanted)
    {
        var files = Directory.EnumerateFiles(Location, "*", SearchOption.AllDirectories)
            .Where(file => wanted(Path.GetFileName(file))).ToList();
        foreach (var file in files)
        {
            var folder = Path.GetDirectoryName(file)!;
            var target = folder == Location ? Aside : Path.Combine(Aside, Path.GetFileName(folder));
            Directory.CreateDirectory(target);
            var moved = Path.Combine(target, Path.GetFileName(file));
            if (File.Exists(moved))
                throw ApiProblem.BadRequest($"two files are named {Path.GetFileName(file)}");
            File.Move(file, moved);
        }
        return files.Count > 0 ? Aside : null;
    }

    /// <summary>Deletes the folder with what is left in it.</summary>
    public void Delete()
    {
        foreach (var folder in new[] { Location, Aside }.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
    }

    private string Aside => $"{Location}.aside";

    /// <summary>Opens zips that hold folders of deliveries; those that are one delivery stay as they are.</summary>
    /// <exception cref="FileRefusedException">A zip is unsafe.</exception>
    public void Unfold()
    {
        foreach (var zip in Directory.EnumerateFiles(Location, "*.zip").ToList())
        {
            // This looks at every name and size in the zip, and refuses what is unsafe.
            var entries = SourceEntry.At(zip, _ => true);
            if (ReportFileName.Parse(Path.GetFileName(zip)) is not null || IsOneDelivery(entries))
                continue;
            Unpack(zip);
            File.Delete(zip);
        }
    }

    private static string Plain(string name) =>
        name.Length is 0 or > GreatestName || name[0] == '.' || name.Any(letter => !IsPlain(letter))
            ? throw ApiProblem.BadRequest("the names of files are letters, digits, dots, hyphens, underscores, blanks and parentheses; "
                + "keep those that CMS gave them") : name;

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or ' ' or '(' or ')';

    private static bool IsOneDelivery(IReadOnlyList<SourceEntry> entries) =>
        entries.All(entry => CclfFileName.Parse(entry.Name) is not null)
        && entries.Select(entry => CclfFileName.Parse(entry.Name)!.Aco).Distinct().Count() <= 1;

    private void Unpack(string zip)
    {
        using var archive = ZipFile.OpenRead(zip);
        foreach (var entry in archive.Entries.Where(entry => entry.Name.Length > 0))
        {
            var parts = entry.FullName.Split('/', '\\', StringSplitOptions.RemoveEmptyEntries);
            var target = Path.Combine([Location, .. parts.Select(Plain)]);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (File.Exists(target))
                throw ApiProblem.BadRequest($"the zip holds {entry.Name} twice");
            using var content = entry.Open();
            using var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            Copy(content, file, entry.Length);
        }
    }

    /// <summary>No more bytes than the zip's list says.</summary>
    private static void Copy(Stream content, Stream file, long bytes)
    {
        var block = new byte[1 << 16];
        for (var left = bytes; content.Read(block) is var read and > 0; left -= read)
        {
            if (read > left)
                throw new InvalidDataException("The packed file is longer than the zip says.");
            file.Write(block, 0, read);
        }
    }
}
