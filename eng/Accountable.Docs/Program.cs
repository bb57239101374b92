using Accountable.Docs;

// Usage: Accountable.Docs REPOSITORY. Writes every generated document anew.
foreach (var (path, text) in Generated.Documents(args[0]))
{
    var file = Path.Combine(args[0], path);
    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
    File.WriteAllText(file, text);
    Console.WriteLine($"wrote {path}");
}
