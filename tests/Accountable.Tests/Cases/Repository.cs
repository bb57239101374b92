namespace Accountable.Tests.Cases;

/// <summary>The folder that holds Accountable.slnx.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Accountable.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Accountable.slnx was not found above the tests.");
    }
}
