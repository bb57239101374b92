using System.Text;
using Accountable.Data.Claims;

namespace Accountable.Data.Tests.TieOut;

/// <summary>Copies of claim files with rows taken out or blanked, as if CMS had not sent them.</summary>
internal static class TamperedFiles
{
    /// <summary>Copies an ACO's deliveries.</summary>
    /// <param name="from">The ACO's folder.</param>
    /// <param name="to">The copy.</param>
    /// <param name="keep">Whether a row of a file stays: its digit and its fields.</param>
    /// <param name="blank">Fields to blank, by file.</param>
    public static void Copy(string from, string to, Func<char, Func<string, string>, bool> keep, params (char File, string Field)[] blank)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (CclfFileName.Parse(Path.GetFileName(file)) is not { File: var digit } || !CclfLayout.All.TryGetValue(digit, out var layout))
            {
                File.Copy(file, target);
                continue;
            }
            var blanked = layout.Fields.Where(field => blank.Contains((digit, field.Name))).ToList();
            using var text = new StreamWriter(target, append: false, Encoding.Latin1) { NewLine = "\n" };
            foreach (var line in File.ReadLines(file, Encoding.Latin1))
            {
                string Field(string name)
                {
                    var field = layout.Fields.Single(each => each.Name == name);
                    return field.Start + field.Length <= line.Length ? line.Substring(field.Start, field.Length).Trim() : "";
                }
                if (!keep(digit, Field))
                    continue;
                var row = new StringBuilder(line);
                foreach (var field in blanked)
                {
                    for (var at = field.Start; at < Math.Min(line.Length, field.Start + field.Length); at++)
                        row[at] = ' ';
                }
                text.WriteLine(row.ToString());
            }
        }
    }
}
