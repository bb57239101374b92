using Accountable.RuleCompiler;
using Accountable.Rules;
using Accountable.Rules.Yaml;

// Usage: Accountable.RuleCompiler RULES_FOLDER OUTPUT_FOLDER
try
{
    var content = RuleFolder.ReadContent(args[0]);
    var book = RuleFolder.Read(args[0]);
    foreach (var overlay in Directory.EnumerateFiles(Path.Combine(args[0], "overlays"), "*.yaml"))
        OverlayFile.Read(overlay, book);
    using (var file = File.Create(Path.Combine(args[1], "rules.bin")))
        RuleBookBinary.Write(file, content);
    File.WriteAllText(Path.Combine(args[1], "Keys.g.cs"), KeyWriter.Write(content.Parameters));
    return 0;
}
catch (RulesInvalidException e)
{
    // The build shows lines of this form with a link to the place.
    foreach (var error in e.Errors)
        Console.Error.WriteLine($"{Path.GetFullPath(error.File)}({error.Line},{error.Column}): error RULE: {error.Message}");
    return 1;
}
